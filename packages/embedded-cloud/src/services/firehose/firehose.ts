import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Faults } from '../../core/faults';
import type { ObjectWriter, StreamReader, TableCatalog } from '../../core/ports';
import {
  type DeclaredResource,
  type JsonObject,
  type Operation,
  type Permissions,
  type ProvisionedResource,
  type Service,
  type ServiceMetric,
  ServiceError,
  type Surroundings,
} from '../../core/service';
import { Fields } from '../../core/fields';
import type { Limits } from '../../core/limits';
import type { AccessControl, RoleSession } from '../../core/iam';
import { DeliveryStream } from './delivery-stream';
import { type Destination, sourceOf, toDestination } from './destination';
import { invalid } from './errors';
import { KinesisSource } from './kinesis-source';
import { type Format, parquetFormat, plainFormat } from './object-format';
import { firehosePermissions } from './permissions';
import { RecordBuffer } from './record-buffer';
import { firehoseInputs } from './inputs';
import { firehoseProperties } from './properties';

/** The services and settings that Firehose uses. */
export interface FirehoseProps {
  readonly surroundings: Surroundings;
  readonly faults: Faults;
  readonly writer: ObjectWriter;
  readonly streams: StreamReader;
  readonly catalog: TableCatalog;
  readonly access: AccessControl;
  /** The current time in epoch ms; the system clock by default. */
  readonly now?: () => number;
}

/**
 * Firehose. Delivers records from callers or from a Kinesis stream to S3, unchanged or as Parquet. Undelivered records
 * are stored under `<stateDir>/firehose/<stream>/`.
 */
export class Firehose implements Service {
  readonly name = 'firehose';
  readonly throttlingCode = 'ServiceUnavailableException';
  readonly throttlingStatus = 503;
  readonly inputs = firehoseInputs;
  readonly properties = firehoseProperties;
  readonly operations: Readonly<Record<string, Operation>> = {
    PutRecord: this.onStream((stream, input) => this.putRecord(checkDirectPut(stream), input)),
    PutRecordBatch: this.onStream((stream, input) => this.putRecordBatch(checkDirectPut(stream), input)),
    DescribeDeliveryStream: this.onStream((stream) => ({ DeliveryStreamDescription: describe(stream) })),
    ListDeliveryStreams: (input) => this.listDeliveryStreams(new Fields(input)),
  };
  readonly provisions = {
    'AWS::KinesisFirehose::DeliveryStream': (resource: DeclaredResource) => this.provision(resource),
  };

  readonly permissions: Permissions;

  private readonly streams = new Map<string, DeliveryStream>();

  constructor(private readonly props: FirehoseProps) {
    this.permissions = firehosePermissions(props.surroundings);
  }

  start(): void {
    for (const stream of this.streams.values()) stream.start();
  }

  async stop(): Promise<void> {
    await Promise.all(Array.from(this.streams.values(), (stream) => stream.stop()));
  }

  /** Delivers the pending records of one stream, or of every stream, at once; throws when S3 rejects a write. */
  async flush(name?: string): Promise<void> {
    const streams = name === undefined ? [...this.streams.values()] : [this.existing(name)];
    await Promise.all(streams.map((stream) => stream.flush()));
  }

  serviceMetrics(): readonly ServiceMetric[] {
    return [...this.streams.values()].flatMap((stream) => {
      stream.published.measure('DeliveryToS3.DataFreshness', stream.freshnessSeconds());
      return stream.published.take();
    });
  }

  /** Counts a throttled call for every stream, because the call was rejected before its stream was known. */
  noteThrottle(): void {
    for (const { published } of this.streams.values()) published.count('ThrottledRecords');
  }

  private onStream(call: (stream: DeliveryStream, input: Fields) => JsonObject): Operation {
    return (input) => {
      const fields = new Fields(input);
      return call(this.existing(fields.string('DeliveryStreamName')), fields);
    };
  }

  private existing(name: string): DeliveryStream {
    const stream = this.streams.get(name);
    if (stream) return stream;
    const { accountId } = this.props.surroundings;
    throw new ServiceError('ResourceNotFoundException', `Firehose ${name} under account ${accountId} not found.`);
  }

  private putRecord(stream: DeliveryStream, input: Fields): JsonObject {
    stream.put([toRecord(input.object('Record'), this.props.surroundings.limits)]);
    return { RecordId: randomUUID(), Encrypted: false };
  }

  private putRecordBatch(stream: DeliveryStream, input: Fields): JsonObject {
    const { limits } = this.props.surroundings;
    const { deliveryBatchRecords, deliveryBatchBytes } = limits;
    const records = input.objects('Records').map((record) => toRecord(record, limits));
    if (records.length === 0 || records.length > deliveryBatchRecords)
      throw invalid(`A batch must have 1 to ${deliveryBatchRecords} records.`);
    if (records.reduce((sum, { length }) => sum + length, 0) > deliveryBatchBytes) {
      throw invalid('A batch must not exceed 4 MiB.');
    }
    const fails = records.map(() => this.props.faults.strikes('firehose', 'partial'));
    const accepted = records.filter((_, index) => !fails[index]);
    if (accepted.length > 0) stream.put(accepted);
    stream.published.count('ThrottledRecords', records.length - accepted.length);
    return {
      FailedPutCount: records.length - accepted.length,
      Encrypted: false,
      RequestResponses: fails.map((isFailed) =>
        isFailed ? { ErrorCode: this.throttlingCode, ErrorMessage: 'Slow down.' } : { RecordId: randomUUID() },
      ),
    };
  }

  private listDeliveryStreams(input: Fields): JsonObject {
    const type = input.optionalString('DeliveryStreamType');
    const after = input.optionalString('ExclusiveStartDeliveryStreamName') ?? '';
    const names = [...this.streams.values()]
      .filter((stream) => type === undefined || typeOf(stream) === type)
      .map(({ props }) => props.name)
      .filter((name) => name > after)
      .sort();
    const page = names.slice(0, input.optionalNumber('Limit') ?? 10);
    return { DeliveryStreamNames: page, HasMoreDeliveryStreams: page.length < names.length };
  }

  private async provision(resource: DeclaredResource): Promise<ProvisionedResource> {
    const { surroundings, writer, streams, now = Date.now } = this.props;
    const properties = new Fields(resource.properties);
    const name = properties.optionalString('DeliveryStreamName') ?? resource.generatedName(64);
    if (!/^(?!\.+$)[\w.-]{1,64}$/.test(name)) throw invalid(`"${name}" is not a valid delivery stream name.`);
    const destination = toDestination(properties);
    const streamArn = sourceOf(properties);
    const arn = this.arnOf(name);
    await this.streams.get(name)?.stop(); // when it is declared again, the previous one closes the buffer
    const folder = join(surroundings.stateDir, 'firehose', name);
    const buffer = new RecordBuffer(folder);
    const put = (records: readonly Buffer[]): void => stream.put(records);
    const source =
      streamArn === undefined
        ? undefined
        : new KinesisSource({
            ...{ streams, streamArn, path: `${folder}.json`, put },
            session: this.assume(name, properties.object('KinesisStreamSourceConfiguration')),
          });
    const session = this.assume(name, destination.declared);
    const format = this.formatOf(destination, this.assume(name, schemaOf(destination)));
    const stream = new DeliveryStream({
      ...{ name, arn, destination, source, format, buffer, writer, session, now },
      createdAt: now(),
    });
    this.streams.set(name, stream);
    return { ref: name, attributes: { Arn: arn } };
  }

  private arnOf(name: string): string {
    const { region, accountId } = this.props.surroundings;
    return `arn:aws:firehose:${region}:${accountId}:deliverystream/${name}`;
  }

  /** The session of the role that a configuration names. */
  private assume(name: string, configuration: Fields | undefined): RoleSession | undefined {
    return this.props.access.assume(configuration?.optionalString('RoleARN'), {
      service: 'firehose.amazonaws.com',
      sourceArn: this.arnOf(name),
      sessionName: name,
    });
  }

  private formatOf(destination: Destination, session: RoleSession | undefined): Format {
    const { conversion } = destination;
    const { surroundings, catalog, now = Date.now } = this.props;
    if (!conversion) return plainFormat(destination);
    return parquetFormat({
      ...conversion,
      ...{ catalog, now, session, account: surroundings },
      folder: join(surroundings.stateDir, 'firehose', '.converting'),
    });
  }
}

const schemaOf = ({ declared }: Destination): Fields | undefined =>
  declared.object('DataFormatConversionConfiguration')?.object('SchemaConfiguration');

const typeOf = ({ props }: DeliveryStream): string => (props.source ? 'KinesisStreamAsSource' : 'DirectPut');

const checkDirectPut = (stream: DeliveryStream): DeliveryStream => {
  if (!stream.props.source) return stream;
  throw invalid('This operation is not permitted on KinesisStreamAsSource delivery stream type.');
};

const toRecord = (record: Fields | undefined, { deliveryRecordBytes }: Limits): Buffer => {
  if (!record) throw invalid('The request must contain the parameter Record.');
  const base64 = record.string('Data');
  const data = Buffer.from(base64, 'base64');
  // Node ignores characters that are not Base64, so only the length reveals them.
  if (base64.length % 4 !== 0 || data.length !== (base64.length / 4) * 3 - (/=*$/.exec(base64)?.[0].length ?? 0)) {
    throw new ServiceError('SerializationException', 'The Data of a record is not Base64.');
  }
  if (data.length > deliveryRecordBytes) throw invalid('A record must not exceed 1000 KiB.');
  return data;
};

const describe = (stream: DeliveryStream): JsonObject => ({
  DeliveryStreamName: stream.props.name,
  DeliveryStreamARN: stream.props.arn,
  DeliveryStreamStatus: 'ACTIVE',
  DeliveryStreamType: typeOf(stream),
  VersionId: '1',
  CreateTimestamp: stream.props.createdAt / 1_000,
  Destinations: [
    {
      DestinationId: 'destinationId-000000000001',
      ExtendedS3DestinationDescription: stream.props.destination.declared.all,
    },
  ],
  HasMoreDestinations: false,
});
