import type { JsonObject } from '../../../src/core/service';
import { Sqs } from '../../../src/services/sqs/sqs';
import { Endpoint, provision } from '../../../src/testing/endpoint';
import { queueArn } from './test-queue';

let endpoint: Endpoint;
let sqs: Sqs;
let QueueUrl: string;

// The test calls the service without the gateway, so that no socket depends on the fake timers.
const receive = async (WaitTimeSeconds: number, MaxNumberOfMessages = 10): Promise<unknown> =>
  (await sqs.operations['ReceiveMessage']?.({ QueueUrl, MaxNumberOfMessages, WaitTimeSeconds }))?.['Messages'];
const call = async (operation: string, input: JsonObject): Promise<void> => {
  await sqs.operations[operation]?.({ QueueUrl, ...input });
};

beforeEach(async () => {
  endpoint = await Endpoint.open();
  jest.useFakeTimers();
  sqs = new Sqs(endpoint.surroundings, endpoint.faults);
  QueueUrl = (await provision(sqs, 'AWS::SQS::Queue', { QueueName: 'work' })).ref;
});

afterEach(async () => {
  await sqs.stop();
  jest.useRealTimers();
  await endpoint.close();
});

describe('a long poll', () => {
  it('returns without messages when its wait time has passed', async () => {
    const startedAt = Date.now();
    const waiting = receive(1).then((messages) => ({ messages, waitedMs: Date.now() - startedAt }));
    await jest.advanceTimersByTimeAsync(5_000);
    expect(await waiting).toEqual({ messages: undefined, waitedMs: 1_000 });
  });

  it('returns all messages of a batch that is sent while it waits', async () => {
    const waiting = receive(20);
    const Entries = ['a', 'b'].map((MessageBody) => ({ Id: MessageBody, MessageBody }));
    await call('SendMessageBatch', { Entries });
    await jest.advanceTimersByTimeAsync(0);
    expect(await waiting).toMatchObject([{ Body: 'a' }, { Body: 'b' }]);
  });

  it('returns a delayed message when it becomes visible', async () => {
    const startedAt = Date.now();
    await call('SendMessage', { MessageBody: 'soon', DelaySeconds: 1 });
    const waiting = receive(5).then((messages) => ({ messages, waitedMs: Date.now() - startedAt }));
    await jest.advanceTimersByTimeAsync(5_000);
    expect(await waiting).toMatchObject({ messages: [{ Body: 'soon' }], waitedMs: 1_000 });
  });

  it('never shares a message with another long poll', async () => {
    const waiting = Array.from({ length: 20 }, () => receive(20, 1));
    const bodies = Array.from({ length: 20 }, (_, index) => String(index));
    for (const MessageBody of bodies) await call('SendMessage', { MessageBody });
    await jest.advanceTimersByTimeAsync(0);
    const received = (await Promise.all(waiting)).flat();
    expect(received).toMatchObject(bodies.map((Body) => ({ Body })));
  });

  it('returns without messages when the service stops', async () => {
    const waiting = sqs.receive(queueArn('work'), 1, 20_000);
    await sqs.stop();
    expect(await waiting).toEqual([]);
  });
});
