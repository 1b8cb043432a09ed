import { decodeCbor, Tagged } from '../../../src/core/protocols/cbor';
import { TestStream } from '../../services/kinesis/test-stream';
import { awsCborHeaders, sendRequest } from '../../support/wire';

/** The body of PutRecords of the Java SDK 2.31.78, recorded: two records, one with the bytes 00 01 ff. */
const PUT_RECORDS =
  'bf675265636f7264739fbf64446174614568656c6c6f6c506172746974696f6e4b65796170ffbf6444617461430001ff6f4578706c696369' +
  '74486173684b657961306c506172746974696f6e4b65796171ffff6a53747265616d4e616d65666576656e7473ff';

/** The same of GetShardIterator with AT_TIMESTAMP, but for the eight bytes of the time at the end. */
const AT_TIMESTAMP =
  'bf6a53747265616d4e616d65666576656e7473675368617264496474736861726449642d3030303030303030303030307153686172644974' +
  '657261746f72547970656c41545f54494d455354414d506954696d657374616d70c11b';

let stream: TestStream;
beforeEach(async () => {
  stream = await TestStream.open();
});
afterEach(() => stream.close());

const call = async (operation: string, hex: string) => {
  const answer = await sendRequest(stream.endpoint, {
    service: 'kinesis',
    headers: awsCborHeaders(`Kinesis_20131202.${operation}`),
    body: Buffer.from(hex, 'hex'),
  });
  return { ...answer, output: decodeCbor(answer.body) as Record<string, unknown> };
};

/** The iterator at a time, in the milliseconds that the Java SDK sends. */
const iteratorAt = async (ms: number): Promise<string> => {
  const { output } = await call('GetShardIterator', `${AT_TIMESTAMP}${ms.toString(16).padStart(16, '0')}ff`);
  return String(output['ShardIterator']);
};

const toRequest = (iterator: string): string => {
  const text = Buffer.from(iterator).toString('hex');
  return `bf6d53686172644974657261746f727a${(text.length / 2).toString(16).padStart(8, '0')}${text}ff`;
};

describe('Kinesis in the CBOR of the Java SDK', () => {
  it('stores records whose data are bytes', async () => {
    const { status, headers, output } = await call('PutRecords', PUT_RECORDS);
    expect([status, headers.get('content-type')]).toEqual([200, 'application/x-amz-cbor-1.1']);
    expect(output).toMatchObject({ FailedRecordCount: 0, Records: [{ ShardId: 'shardId-000000000000' }, {}] });
    const { Records = [] } = await stream.read();
    expect(Records.map(({ Data = [] }) => Buffer.from(Data))).toEqual([Buffer.from('hello'), Buffer.of(0, 1, 255)]);
  });

  it('reads from a time and returns times in milliseconds', async () => {
    await stream.put('early');
    const early = stream.now;
    stream.now += 1_234;
    await stream.put('late');
    const { output } = await call('GetRecords', toRequest(await iteratorAt(early + 1)));
    expect(output).toMatchObject({
      MillisBehindLatest: 0,
      Records: [
        {
          PartitionKey: 'late',
          Data: Buffer.from('data of late'),
          ApproximateArrivalTimestamp: new Tagged(1, early + 1_234),
        },
      ],
    });
  });

  it('answers an operation that returns nothing with an empty map', async () => {
    const split =
      'bf6a53747265616d4e616d65666576656e74736c5368617264546f53706c697474736861726449642d303030303030303030303030724e' +
      '65775374617274696e67486173684b65797827313730313431313833343630343639323331373331363837333033373135383834313035' +
      '373238ff';
    expect(await call('SplitShard', split)).toMatchObject({ status: 200, output: {} });
  });
});
