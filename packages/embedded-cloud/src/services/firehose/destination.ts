import type { Fields } from '../../core/fields';
import { type Conversion, toConversion } from './conversion';
import { invalid, unsupported } from './errors';
import { checkErrorPrefix, toPrefix } from './prefix';

/** Where and how a delivery stream writes its objects. */
export interface Destination {
  readonly bucket: string;
  /** With an expression for the time, at least the default one. */
  readonly prefix: string;
  readonly sizeBytes: number;
  readonly intervalMs: number;
  readonly isCompressed: boolean;
  /** Undefined when records are stored unchanged. */
  readonly conversion: Conversion | undefined;
  /** The prefix of records that cannot be converted; undefined when the template declares none. */
  readonly errorPrefix: string | undefined;
  /** IANA name. */
  readonly timeZone: string;
  /** With its dot, such as `.gz`; may be empty. */
  readonly fileExtension: string;
  /** Appended to each record. */
  readonly delimiter: string;
  /** The declaration in the template, for DescribeDeliveryStream. */
  readonly declared: Fields;
}

/** The property that names the Kinesis stream from which records are read. */
const SOURCE = 'KinesisStreamSourceConfiguration';
const S3_CONFIGURATIONS = ['ExtendedS3DestinationConfiguration', 'S3DestinationConfiguration'];

/** The destination that a template declares; throws an error that names any setting that is not supported. */
export const toDestination = (properties: Fields): Destination => {
  checkEndpoints(properties);
  const declared = S3_CONFIGURATIONS.map((name) => properties.object(name)).find((found) => found !== undefined);
  if (!declared) throw unsupported('a delivery stream without an S3 destination');
  checkSettings(declared);
  const prefix = declared.optionalString('Prefix') ?? '';
  checkErrorPrefix(prefix, declared.optionalString('ErrorOutputPrefix'));
  const hints = declared.object('BufferingHints');
  const isCompressed = toIsCompressed(declared.optionalString('CompressionFormat') ?? 'UNCOMPRESSED');
  const conversion = toConversion(declared.object('DataFormatConversionConfiguration'));
  if (conversion && isCompressed) {
    throw invalid('CompressionFormat must be UNCOMPRESSED, because Parquet files are compressed internally.');
  }
  return {
    bucket: toBucket(declared.string('BucketARN')),
    prefix: toPrefix(prefix),
    sizeBytes: toHint(hints, 'SizeInMBs', conversion ? CONVERTED_MEBIBYTES : MEBIBYTES) * 1024 * 1024,
    intervalMs: toHint(hints, 'IntervalInSeconds', INTERVAL_SECONDS) * 1_000,
    isCompressed,
    conversion,
    errorPrefix: declared.optionalString('ErrorOutputPrefix'),
    timeZone: toTimeZone(declared.optionalString('CustomTimeZone') ?? 'UTC'),
    fileExtension: toExtension(declared.optionalString('FileExtension'), isCompressed),
    delimiter: toDelimiter(declared.object('ProcessingConfiguration')),
    declared,
  };
};

/** The bounds and the default of a buffering hint, as AWS documents them. */
interface HintRange {
  readonly min: number;
  readonly default: number;
  readonly max: number;
}

const MEBIBYTES: HintRange = { min: 1, default: 5, max: 128 };
const CONVERTED_MEBIBYTES: HintRange = { min: 64, default: 128, max: 128 };
const INTERVAL_SECONDS: HintRange = { min: 0, default: 300, max: 900 };

/** Throws unless the source is a Kinesis stream or direct puts, and the destination is S3. */
const checkEndpoints = (properties: Fields): void => {
  const other = Object.keys(properties.all).find(
    (name) => /(Source|Destination)Configuration$/.test(name) && name !== SOURCE && !S3_CONFIGURATIONS.includes(name),
  );
  if (other !== undefined) throw unsupported(other);
  const type = properties.optionalString('DeliveryStreamType') ?? 'DirectPut';
  if (type !== 'DirectPut' && type !== 'KinesisStreamAsSource') throw unsupported(`the DeliveryStreamType ${type}`);
};

const checkSettings = (declared: Fields): void => {
  if (declared.object('DynamicPartitioningConfiguration')?.boolean('Enabled')) {
    throw unsupported('dynamic partitioning');
  }
  if (declared.optionalString('S3BackupMode') === 'Enabled') throw unsupported('S3BackupMode');
};

const toBucket = (arn: string): string => {
  const [, bucket] = /^arn:aws[\w-]*:s3:::([^/]+)$/.exec(arn) ?? [];
  if (bucket === undefined) throw invalid(`"${arn}" is not a bucket ARN.`);
  return bucket;
};

const toIsCompressed = (format: string): boolean => {
  if (format !== 'GZIP' && format !== 'UNCOMPRESSED') throw unsupported(`the CompressionFormat ${format}`);
  return format === 'GZIP';
};

const toTimeZone = (timeZone: string): string => {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone }).resolvedOptions().timeZone;
  } catch {
    throw invalid(`"${timeZone}" is not a time zone.`);
  }
};

const toExtension = (extension: string | undefined, isCompressed: boolean): string => {
  if (extension === undefined || extension === '') return isCompressed ? '.gz' : '';
  if (!/^\.[0-9a-z!\-_.*'()]+$/.test(extension)) throw invalid(`"${extension}" is not a valid FileExtension.`);
  return extension;
};

/** The delimiter that the processors append to each record. AppendDelimiterToRecord is the only supported processor. */
const toDelimiter = (processing: Fields | undefined): string => {
  if (!processing?.boolean('Enabled')) return '';
  const delimiters = processing.objects('Processors').map((processor) => {
    const type = processor.string('Type');
    if (type !== 'AppendDelimiterToRecord') throw unsupported(`the processor ${type}`);
    const parameters = processor.objects('Parameters');
    const delimiter = parameters.find((parameter) => parameter.string('ParameterName') === 'Delimiter');
    return (delimiter?.string('ParameterValue') ?? '\\n').replaceAll('\\n', '\n');
  });
  return delimiters.join('');
};

const toHint = (hints: Fields | undefined, name: string, range: HintRange): number => {
  const value = hints?.optionalNumber(name) ?? range.default;
  if (Number.isInteger(value) && value >= range.min && value <= range.max) return value;
  throw invalid(`${name} is ${value}; it must be an integer from ${range.min} to ${range.max}.`);
};

/** The ARN of the Kinesis stream from which records are read; undefined for direct puts. */
export const sourceOf = (properties: Fields): string | undefined =>
  properties.optionalString('DeliveryStreamType') === 'KinesisStreamAsSource'
    ? (properties.object(SOURCE)?.string('KinesisStreamARN') ?? missingSource())
    : undefined;

const missingSource = (): never => {
  throw invalid(`A delivery stream of type KinesisStreamAsSource needs a ${SOURCE}.`);
};
