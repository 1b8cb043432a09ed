import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { S3 } from '../../../src/services/s3/s3';
import { provision } from '../../../src/testing/endpoint';
import { until } from '../../support/until';
import { STREAM, TestDeliveryStream } from './test-delivery-stream';

let stream: TestDeliveryStream;

beforeEach(async () => {
  stream = await TestDeliveryStream.open();
});

afterEach(() => stream.close());

describe('a delivery stream', () => {
  it('writes the records of an hour as one object under that hour', async () => {
    await stream.declare();
    await stream.put('a\n');
    await stream.putAll(['b\n', 'c\n']);
    await stream.service.flush(STREAM);
    expect(stream.contents()).toEqual(['a\nb\nc\n']);
    expect(stream.keys()[0]).toMatch(
      /^lake\/2026\/11\/21\/23\/quarantine-1-2026-11-21-23-30-05-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    );
  });

  it('delivers when the buffer is full, not before', async () => {
    await stream.declare({ BufferingHints: { SizeInMBs: 1, IntervalInSeconds: 900 } });
    await stream.put('x'.repeat(600_000));
    expect(stream.objects.size).toBe(0);
    await stream.put('y'.repeat(600_000));
    await until(() => stream.objects.size === 1);
    await stream.put('next');
    expect(stream.objects.size).toBe(1);
  });

  it('delivers when the buffering interval is over, not before', async () => {
    await stream.declare({ BufferingHints: { SizeInMBs: 1, IntervalInSeconds: 1 } });
    const startedAt = performance.now();
    await stream.put('late');
    await until(() => stream.objects.size === 1);
    expect(performance.now() - startedAt).toBeGreaterThan(990);
    expect(stream.contents()).toEqual(['late']);
  });

  it('evaluates the expressions of the prefix in the declared time zone', async () => {
    await stream.declare({
      Prefix: "raw/dt=!{timestamp:yyyy-MM-dd}/hour=!{timestamp:HH}/!{timestamp:'T'ssSSS}/!{firehose:random-string}/",
      ErrorOutputPrefix: 'failed/!{firehose:error-output-type}/',
      CustomTimeZone: 'Asia/Tokyo',
    });
    await stream.put('a');
    await stream.service.flush();
    expect(stream.keys()[0]).toMatch(
      /^lake\/raw\/dt=2026-11-22\/hour=08\/T05678\/[A-Za-z0-9]{11}\/quarantine-1-2026-11-22-08-/,
    );
  });

  it('appends the hour to a prefix without a time', async () => {
    await stream.declare({ Prefix: 'refused-' });
    await stream.put('a');
    await stream.service.flush();
    expect(stream.keys()[0]).toMatch(/^lake\/refused-2026\/11\/21\/23\/quarantine-1-/);
  });

  it('compresses objects, and appends a delimiter to each record', async () => {
    await stream.declare({
      CompressionFormat: 'GZIP',
      ProcessingConfiguration: { Enabled: true, Processors: [{ Type: 'AppendDelimiterToRecord' }] },
    });
    await stream.putAll(['a', 'b']);
    await stream.service.flush();
    expect(stream.keys()[0]).toMatch(/\.gz$/);
    expect(gunzipSync([...stream.objects.values()][0] ?? '').toString()).toBe('a\nb\n');
  });

  it('retries while S3 rejects writes, and loses no record', async () => {
    await stream.declare();
    stream.rejectsWrites = true;
    await stream.put('a');
    await expect(stream.service.flush()).rejects.toThrow('SlowDown');
    await stream.put('b');
    stream.rejectsWrites = false;
    await stream.service.flush();
    expect(stream.contents().sort()).toEqual(['a', 'b']);
    stream.rejectsWrites = true;
    await stream.put('c');
    await expect(stream.service.flush()).rejects.toThrow('SlowDown');
    stream.rejectsWrites = false;
    await until(() => stream.objects.size === 3);
  });

  it('delivers its records when it is stopped', async () => {
    await stream.declare();
    await stream.put('last');
    await stream.service.stop();
    expect(stream.contents()).toEqual(['last']);
  });

  it('writes plain files through the embedded S3, which may reject writes', async () => {
    const { surroundings, faults } = stream.endpoint;
    const s3 = stream.endpoint.add(new S3(surroundings, faults));
    await provision(s3, 'AWS::S3::Bucket', { BucketName: 'lake' });
    stream.addService(s3);
    await stream.declare({ Prefix: 'all/!{timestamp:yyyy}', ErrorOutputPrefix: 'failed/' });
    await stream.put('a');
    faults.set('s3', { throttle: 1 });
    await expect(stream.service.flush()).rejects.toThrow('Injected fault: throttle');
    faults.clear();
    await stream.service.flush();
    const folder = join(surroundings.stateDir, 's3', 'lake', 'all');
    expect(readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'))).toEqual(['a']);
  });
});

describe('after a restart, a delivery stream', () => {
  it('delivers the complete records that an earlier process accepted', async () => {
    await stream.declare();
    await stream.put('kept');
    const [file = ''] = readdirSync(stream.bufferFolder());
    appendFileSync(join(stream.bufferFolder(), file), Buffer.from([0, 0, 0, 9, 65, 66]));
    stream.addService();
    await stream.declare();
    stream.service.start();
    await until(() => stream.objects.size === 1);
    expect(stream.contents()).toEqual(['kept']);
    await until(() => readdirSync(stream.bufferFolder()).length === 0);
  });

  it('delivers a batch again under the same key when the batch may have been delivered', async () => {
    await stream.declare({ Prefix: '!{firehose:random-string}/', ErrorOutputPrefix: 'failed/' });
    stream.rejectsWrites = true;
    await stream.put('once');
    await expect(stream.service.flush()).rejects.toThrow('SlowDown');
    const [sealed = ''] = readdirSync(stream.bufferFolder());
    const content = readFileSync(join(stream.bufferFolder(), sealed));
    stream.rejectsWrites = false;
    await stream.service.flush();
    // As if the process had ended before it deleted the batch.
    appendFileSync(join(stream.bufferFolder(), sealed), content);
    stream.addService();
    await stream.declare({ Prefix: '!{firehose:random-string}/', ErrorOutputPrefix: 'failed/' });
    await stream.service.flush();
    expect(stream.objects.size).toBe(1);
  });
});
