import { gzipSync } from 'node:zlib';
import { MAX_BODY_BYTES, readBody, type WireBody } from '../../../../lambdas/ingest/collect/read-body';

const read = (bytes: Buffer, headers: Partial<WireBody> = {}): unknown =>
  readBody({ contentType: 'application/json', contentEncoding: '', bytes, ...headers });
const gzipped = (bytes: Buffer): unknown => read(gzipSync(bytes), { contentEncoding: 'gzip' });
const spaces = (length: number): Buffer => Buffer.alloc(length, ' ');

describe('readBody', () => {
  it.each(['application/json', 'text/plain', 'Application/JSON; charset=utf-8', 'text/plain;charset=UTF-8'])(
    'accepts content type %s',
    (contentType) => expect(read(Buffer.from('Grüße, 世界'), { contentType })).toBe('Grüße, 世界'),
  );

  it.each([
    '',
    'text/html',
    'application/json5',
    'application/octet-stream',
    'application/json-patch',
    'multipart/form-data; a=application/json',
  ])('rejects content type %j', (contentType) =>
    expect(read(Buffer.from('{}'), { contentType })).toMatchObject({ status: 415, field: 'content-type' }),
  );

  it.each(['gzip', ' GZIP '])('accepts content encoding %j', (contentEncoding) => {
    expect(read(gzipSync('{}'), { contentEncoding })).toBe('{}');
  });

  it('accepts gzip as application/octet-stream, which API Gateway passes on unchanged', () => {
    const contentType = 'application/octet-stream';
    expect(read(gzipSync('{}'), { contentType, contentEncoding: 'gzip' })).toBe('{}');
  });

  it.each(['application/json', 'text/plain'])('asks for an uncompressed body if gzip arrives as text of %s', (type) => {
    const mangled = Buffer.from(gzipSync('{"sent_at": 1}').toString('utf8'));
    for (const contentEncoding of ['gzip', '']) {
      expect(read(mangled, { contentType: type, contentEncoding })).toEqual({
        status: 415,
        field: 'content-encoding',
        reason: expect.stringContaining('send the same events again uncompressed') as string,
        acceptEncoding: 'identity',
      });
    }
  });

  it.each(['br', 'deflate', 'zstd', 'gzip, gzip'])('rejects content encoding %j', (contentEncoding) => {
    expect(read(Buffer.from('{}'), { contentEncoding })).toMatchObject({
      ...{ status: 415, field: 'content-encoding' },
      acceptEncoding: 'gzip, identity',
    });
  });

  it('accepts a body of the largest size and rejects one byte more, before and after decompression', () => {
    const most = spaces(MAX_BODY_BYTES);
    const more = spaces(MAX_BODY_BYTES + 1);
    expect(read(most)).toHaveLength(MAX_BODY_BYTES);
    expect(gzipped(most)).toHaveLength(MAX_BODY_BYTES);
    expect(read(more)).toMatchObject({ status: 413, field: 'body' });
    expect(gzipped(more)).toMatchObject({ status: 413, field: 'body' });
  });

  it('does not decompress a zip bomb', () => {
    const bomb = gzipSync(spaces(256 * 1024 * 1024), { level: 9 });
    const before = process.memoryUsage().rss;
    expect(bomb.length).toBeLessThan(MAX_BODY_BYTES);
    expect(read(bomb, { contentEncoding: 'gzip' })).toMatchObject({ status: 413 });
    expect(process.memoryUsage().rss - before).toBeLessThan(128 * 1024 * 1024);
  });

  it('rejects gzip that is broken, cut off or empty', () => {
    const zipped = gzipSync('{"sent_at": 1}');
    for (const bytes of [zipped.subarray(0, -4), zipped.subarray(4), Buffer.from('{}'), Buffer.alloc(0)]) {
      expect(read(bytes, { contentEncoding: 'gzip' })).toMatchObject({ status: 400, field: 'body' });
    }
  });

  it.each([
    ['a stray byte', [0xff]],
    ['an overlong slash', [0xc0, 0xaf]],
    ['a surrogate', [0xed, 0xa0, 0x80]],
    ['a character cut off', [0xe4, 0xbd]],
  ])('rejects %s, which is not UTF-8', (_, bytes) => {
    expect(read(Buffer.from([0x22, ...bytes]))).toEqual({ status: 400, field: 'body', reason: 'is not UTF-8' });
  });
});
