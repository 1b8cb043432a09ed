import { join } from 'node:path';
import { LakeAccounts } from '../../../../lambdas/ledger/reconcile/lake-accounts';
import { readStatement } from '../../../../lambdas/foundation/athena-statement';
import { aViewingEvent, eventId } from '../../../support/events';
import { TestLake } from '../../../support/test-lake';

const ONE = Date.parse('2026-11-20T13:00:00Z');
const MINUTE_MS = 60_000;

it('LakeAccounts finds events from just after an hour in the object of the previous hour, in which Firehose began to buffer', async () => {
  const lake = await TestLake.open();
  try {
    const received = [ONE - 1_000, ONE + 5_000, ONE + MINUTE_MS - 1].map((received_at, n) =>
      aViewingEvent({ event_id: eventId(n), received_at, event_ts: received_at }),
    );
    await lake.receive(received, ONE - 10_000);
    const statement = (name: string) => readStatement(join(__dirname, '../../../../sql/lake/ledger'), name);
    const accounts = new LakeAccounts(lake.queries, statement, { suffix: '', periodMs: MINUTE_MS });
    const span = { from: ONE, to: ONE + MINUTE_MS };
    expect((await accounts.ids('raw-events', span)).get(ONE)).toEqual(new Set([eventId(1), eventId(2)]));
    expect((await accounts.counts('curated-events', span)).get(ONE)).toMatchObject({ expected: 2 });
  } finally {
    await lake.close();
  }
});
