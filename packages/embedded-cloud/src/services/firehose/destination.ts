import type { Fields } from '../../core/fields';
import { type Conversion, toConversion } from './conversion';
import { checkErrorPrefix, toPrefix } from './prefix';
import { invalid, notRun } from './refusals';

/** Where and how a delivery stream writes its objects. */
export interface Destination {
  readonly bucket: string;
  /** With the expression for the time, if only the default one. */
  readonly prefix: string;
  readonly sizeBytes: number;
  readonly intervalMs: number;
  readonly isCompressed: boolean;
  /** Undefined where records are stored as they come. */
  readonly conversion: Conversion | undefined;
  /** Of what can't be converted; undefined where nothing was declared. */
  readonly errorPrefix: string | undefined;
  /** IANA name. */
  readonly timeZone: string;
  /** With its dot. */
  readonly fileExtension: string;
  /** Put behind each record. */
  readonly delimiter: string;
  /** As declared, for DescribeDeliveryStream. */
  readonly declared: Fields;
}

/** What is read where records are not put directly. */
const SOURCE = 'KinesisStreamSourceConfiguration';
const S3_CONFIGURATIONS = ['ExtendedS3DestinationConfiguration', 'S3DestinationConfiguration'];

/** What a template declares, or an error that names what of it is not run here. */
export const toDestination = (properties: Fields): Destination => {
  refuseOthers(properties);
  const declared = S3_CONFIGURATIONS.map((name) => properties.object(name)).find((found) => found !== undefined);
  if (!declared) throw notRun('a delivery stream without an S3 destination');
  refuseWhatIsNotRun(declared);
  const prefix = declared.optionalString('Prefix') ?? '';
  checkErrorPrefix(prefix, declared.optionalString('ErrorOutputPrefix'));
  const hints = declared.object('BufferingHints');
  const isCompressed = toIsCompressed(declared.optionalString('CompressionFormat') ?? 'UNCOMPRESSED');
  const conversion = toConversion(declared.object('DataFormatConversionConfiguration'));
  const [least, absent, most] = conversion ? CONVERTED_MEBIBYTES : MEBIBYTES;
  if (conversion && isCompressed)
    throw invalid('Parquet is compressed inside: CompressionFormat must be UNCOMPRESSED.');
  return {
    bucket: toBucket(declared.string('BucketARN')),
    prefix: toPrefix(prefix),
    sizeBytes: within(least, absent, most, hints?.optionalNumber('SizeInMBs')) * 1024 * 1024,
    intervalMs: within(0, 300, 900, hints?.optionalNumber('IntervalInSeconds')) * 1_000,
    isCompressed,
    conversion,
    errorPrefix: declared.optionalString('ErrorOutputPrefix'),
    timeZone: toTimeZone(declared.optionalString('CustomTimeZone') ?? 'UTC'),
    fileExtension: toExtension(declared.optionalString('FileExtension'), isCompressed),
    delimiter: toDelimiter(declared.object('ProcessingConfiguration')),
    declared,
  };
};

/** Least, absent and most of what an object gathers; more where columns are made of it. */
const MEBIBYTES = [1, 5, 128] as const;
const CONVERTED_MEBIBYTES = [64, 128, 128] as const;

/** Only an S3 destination is run, and what a Kinesis stream or a caller puts. */
const refuseOthers = (properties: Fields): void => {
  const foreign = Object.keys(properties.all).find(
    (name) => /(Source|Destination)Configuration$/.test(name) && name !== SOURCE && !S3_CONFIGURATIONS.includes(name),
  );
  if (foreign !== undefined) throw notRun(foreign);
  const type = properties.optionalString('DeliveryStreamType') ?? 'DirectPut';
  if (type !== 'DirectPut' && type !== 'KinesisStreamAsSource') throw notRun(`the DeliveryStreamType ${type}`);
};

const refuseWhatIsNotRun = (declared: Fields): void => {
  if (declared.object('DynamicPartitioningConfiguration')?.boolean('Enabled')) throw notRun('dynamic partitioning');
  if (declared.optionalString('S3BackupMode') === 'Enabled') throw notRun('S3BackupMode');
};

const toBucket = (arn: string): string => {
  const [, bucket] = /^arn:aws[\w-]*:s3:::([^/]+)$/.exec(arn) ?? [];
  if (bucket === undefined) throw invalid(`"${arn}" is not the ARN of a bucket.`);
  return bucket;
};

const toIsCompressed = (format: string): boolean => {
  if (format !== 'GZIP' && format !== 'UNCOMPRESSED') throw notRun(`the CompressionFormat ${format}`);
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
  if (!/^\.[0-9a-z!\-_.*'()]+$/.test(extension)) throw invalid(`"${extension}" is not a FileExtension.`);
  return extension;
};

/** AppendDelimiterToRecord is the one processor that is run. */
const toDelimiter = (processing: Fields | undefined): string => {
  if (!processing?.boolean('Enabled')) return '';
  const delimiters = processing.objects('Processors').map((processor) => {
    const type = processor.string('Type');
    if (type !== 'AppendDelimiterToRecord') throw notRun(`the processor ${type}`);
    const parameters = processor.objects('Parameters');
    const delimiter = parameters.find((parameter) => parameter.string('ParameterName') === 'Delimiter');
    return (delimiter?.string('ParameterValue') ?? '\\n').replaceAll('\\n', '\n');
  });
  return delimiters.join('');
};

const within = (least: number, absent: number, most: number, value = absent): number => {
  if (!Number.isInteger(value) || value < least || value > most) throw invalid(`${value} is not ${least} to ${most}.`);
  return value;
};

/** The stream that is read, where records are not put directly. */
export const sourceOf = (properties: Fields): string | undefined =>
  properties.optionalString('DeliveryStreamType') === 'KinesisStreamAsSource'
    ? (properties.object(SOURCE)?.string('KinesisStreamARN') ?? missingSource())
    : undefined;

const missingSource = (): never => {
  throw invalid(`A delivery stream of type KinesisStreamAsSource needs a ${SOURCE}.`);
};
