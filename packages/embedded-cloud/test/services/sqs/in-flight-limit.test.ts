import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AWS_LIMITS } from '../../../src/core/limits';
import { Fields } from '../../../src/core/fields';
import { Journal } from '../../../src/services/sqs/journal';
import { Queue } from '../../../src/services/sqs/queue';
import { toSettings } from '../../../src/services/sqs/queue-settings';

let folder: string;
let now: number;
let queue: Queue;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'queue-'));
  now = Date.now();
  queue = new Queue({
    name: 'work',
    arn: 'arn:aws:sqs:us-east-1:000000000000:work',
    settings: toSettings(new Fields({ VisibilityTimeout: 30 })),
    journal: new Journal(join(folder, 'work.jsonl')),
    now: () => now,
    limits: { ...AWS_LIMITS, messagesInFlight: 2 },
    find: () => undefined,
  });
  for (const body of ['a', 'b', 'c']) queue.send({ body, attributes: {}, systemAttributes: {} });
});

afterEach(() => {
  queue.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a queue with as many messages in flight as it may have', () => {
  it('fails a receive that does not wait with OverLimit, until a message is deleted or visible again', async () => {
    const [first] = await queue.receive(2, 0);
    expect(() => queue.receive(1, 0)).toThrow(expect.objectContaining({ code: 'OverLimit' }) as Error);
    queue.remove(first?.handle ?? '');
    expect(await queue.receive(1, 0)).toHaveLength(1);
    expect(() => queue.receive(1, 0)).toThrow(expect.objectContaining({ code: 'OverLimit' }) as Error);
    now += 30_000;
    expect(await queue.receive(1, 0)).toHaveLength(1);
  });

  it('returns no messages to a receive that waits', async () => {
    await queue.receive(2, 0);
    expect(await queue.receive(1, 1)).toEqual([]);
  });
});
