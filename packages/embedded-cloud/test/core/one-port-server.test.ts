import { connect as connectHttp2, constants } from 'node:http2';
import { connect } from 'node:net';
import { PutRecordCommand } from '@aws-sdk/client-kinesis';
import { OnePortServer } from '../../src/core/one-port-server';
import { TestStream } from '../services/kinesis/test-stream';

let server: OnePortServer;
let port: number;

beforeEach(async () => {
  server = new OnePortServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      response.writeHead(200);
      response.end(`${request.httpVersion} ${Buffer.concat(chunks).length}`);
    });
  });
  port = await server.listen(0);
});
afterEach(() => server.close());

const overHttp1 = async (bytes: number): Promise<string> =>
  (await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: 'x'.repeat(bytes) })).text();

const overHttp2 = async (...sizes: readonly number[]): Promise<readonly string[]> => {
  const session = connectHttp2(`http://127.0.0.1:${port}`);
  const answers = sizes.map(async (bytes) => {
    const stream = session.request({ [constants.HTTP2_HEADER_METHOD]: 'POST' });
    stream.end('x'.repeat(bytes));
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString();
  });
  const all = await Promise.all(answers);
  session.close();
  return all;
};

describe('the server', () => {
  it('answers HTTP/1.1 and HTTP/2 on one port', async () => {
    expect(await overHttp1(3)).toBe('1.1 3');
    expect(await overHttp2(3)).toEqual(['2.0 3']);
    expect(await overHttp1(2_000_000)).toBe('1.1 2000000');
  });

  it('answers several requests of one HTTP/2 connection, also large ones', async () => {
    expect(await overHttp2(0, 3_000_000, 70_000)).toEqual(['2.0 0', '2.0 3000000', '2.0 70000']);
  });

  it('answers a request whose first line arrives in pieces', async () => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    await new Promise((resolve) => socket.write('POST / HT', resolve));
    socket.end('TP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 2\r\n\r\nab');
    const chunks: Buffer[] = [];
    for await (const chunk of socket) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).toString()).toContain('1.1 2');
  });

  it('closes connections that are open, also silent ones and those with HTTP/2', async () => {
    const silent = connect(port, '127.0.0.1');
    const session = connectHttp2(`http://127.0.0.1:${port}`);
    session.on('error', () => undefined);
    const closed = [silent, session].map((one) => new Promise((resolve) => one.once('close', resolve)));
    await Promise.all([silent, session].map((one) => new Promise((resolve) => one.once('connect', resolve))));
    await server.close();
    await Promise.all(closed);
  });
});

describe('the Kinesis client of the JavaScript SDK', () => {
  it('works without a request handler of its own, which is HTTP/2', async () => {
    const stream = await TestStream.open();
    const Data = new Uint8Array(900_000).fill(7);
    await stream.client.send(new PutRecordCommand({ StreamName: 'events', PartitionKey: 'k', Data }));
    expect((await stream.read()).Records?.map((record) => record.Data?.length)).toEqual([900_000]);
    await stream.close();
  });
});
