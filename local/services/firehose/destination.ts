import { ServiceError } from '../../service';
import type { Fields } from '../fields';
import { checkErrorPrefix, toPrefix } from './prefix';

/** Where and how a delivery stream writes its objects. */
export interface Destination {
  readonly bucket: string;
  /** With the expression for the time, if only the default one. */
  readonly prefix: string;
  readonly sizeBytes: number;
  readonly intervalMs: number;
  readonly isCompressed: boolean;
  /** IANA name. */
  readonly timeZone: string;
  /** With its dot. */
  readonly fileExtension: string;
  /** Put behind each record. */
  readonly delimiter: string;
  /** As declared, for DescribeDeliveryStream. */
  readonly declared: Fields;
}

const S3_CONFIGURATIONS = ['ExtendedS3DestinationConfiguration', 'S3DestinationConfiguration'];

/** What a template declares, or an error that names what of it is not run here. */
export const toDestination = (properties: Fields): Destination => {
  const foreign = Object.keys(properties.all).find(
    (name) => /(Source|Destination)Configuration$/.test(name) && !S3_CONFIGURATIONS.includes(name),
  );
  if (foreign !== undefined) throw notRun(foreign);
  const type = properties.optionalString('DeliveryStreamType') ?? 'DirectPut';
  if (type !== 'DirectPut') throw notRun(`the DeliveryStreamType ${type}`);
  const declared = S3_CONFIGURATIONS.map((name) => properties.object(name)).find((found) => found !== undefined);
  if (!declared) throw notRun('a delivery stream without an S3 destination');
  refuseWhatIsNotRun(declared);
  const prefix = declared.optionalString('Prefix') ?? '';
  checkErrorPrefix(prefix, declared.optionalString('ErrorOutputPrefix'));
  const hints = declared.object('BufferingHints');
  const isCompressed = toIsCompressed(declared.optionalString('CompressionFormat') ?? 'UNCOMPRESSED');
  return {
    bucket: toBucket(declared.string('BucketARN')),
    prefix: toPrefix(prefix),
    sizeBytes: within(1, hints?.optionalNumber('SizeInMBs') ?? 5, 128) * 1024 * 1024,
    intervalMs: within(0, hints?.optionalNumber('IntervalInSeconds') ?? 300, 900) * 1_000,
    isCompressed,
    timeZone: toTimeZone(declared.optionalString('CustomTimeZone') ?? 'UTC'),
    fileExtension: toExtension(declared.optionalString('FileExtension')) ?? (isCompressed ? '.gz' : ''),
    delimiter: toDelimiter(declared.object('ProcessingConfiguration')),
    declared,
  };
};

const refuseWhatIsNotRun = (declared: Fields): void => {
  if (declared.object('DataFormatConversionConfiguration')?.boolean('Enabled', true)) throw notRun('format conversion');
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

const toExtension = (extension: string | undefined): string | undefined => {
  if (extension === undefined || extension === '') return undefined;
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

const within = (least: number, value: number, most: number): number => {
  if (!Number.isInteger(value) || value < least || value > most) throw invalid(`${value} is not ${least} to ${most}.`);
  return value;
};

const notRun = (what: string): ServiceError => invalid(`The embedded Firehose does not run ${what}.`);

const invalid = (message: string): ServiceError => new ServiceError('InvalidArgumentException', message);
