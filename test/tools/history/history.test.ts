import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RAW_VIEWING_EVENTS } from '../../../domain/lake';
import { PastTeller } from '../../../tools/history/past-day';
import { progressBar } from '../../../tools/history/progress-bar';
import { readHistory } from '../../../tools/history/read-history';
import { writeHistory } from '../../../tools/history/write-history';
import { UsageError } from '../../../tools/local/arguments';
import { EmbeddedLake } from '../../support/embedded-lake';

const NOW = Date.parse('2026-11-25T08:00:00Z');
const asked = (changes: Parameters<typeof readHistory>[0] = {}) => readHistory(changes, NOW);
const KEYRING = { current: { id: 'k1', key: 'of a test' }, keys: new Map<string, string>() };
const told = (seed = '1') => {
  const { dates, past } = asked({ seed, days: 6, 'sessions-per-day': 8 });
  return { dates, past: { ...past, keyring: KEYRING } };
};
const linesOf = (date: string, seed?: string) =>
  [...new PastTeller(told(seed).past).tell(date)].map(
    ([hour, content]) => [hour, Buffer.from(content).toString()] as const,
  );

describe('what is asked for', () => {
  it('is 400 days that are over, unless it says otherwise', () => {
    const { dates } = asked();
    expect([dates.length, dates[0], dates.at(-1)]).toEqual([400, '2025-10-20', '2026-11-23']);
    expect(asked({ days: 2, until: '2026-03-01' }).dates).toEqual(['2026-02-28', '2026-03-01']);
  });

  it.each([{ days: 0 }, { days: 1.5 }, { 'sessions-per-day': 0 }, { until: '2026-11-24' }, { until: 'yesterday' }])(
    'is refused with a sentence where it can’t be: %j',
    (changes) => {
      expect(() => asked(changes)).toThrow(UsageError);
    },
  );

  it('has the same name for the same history, and another for another', () => {
    const runOf = (changes = {}) => asked(changes).past.run;
    expect(runOf({ days: 3 })).toBe(runOf());
    expect(new Set([runOf(), runOf({ seed: '2' }), runOf({ 'sessions-per-day': 7 })]).size).toBe(3);
  });
});

describe('a past day', () => {
  it('is the same whenever it is told, and another with another seed or date', () => {
    const day = linesOf('2026-10-01');
    expect(linesOf('2026-10-01')).toEqual(day);
    expect(linesOf('2026-10-01', '2')).not.toEqual(day);
    expect(linesOf('2026-10-02')).not.toEqual(day);
  });

  it('has each event in the hour of its receipt, after it happened, under its pseudonym', () => {
    for (const [hour, lines] of linesOf('2026-10-01')) {
      for (const line of lines.trimEnd().split('\n')) {
        const event = JSON.parse(line) as { received_at: number; event_ts: number; viewer_id: string };
        expect(Math.floor(event.received_at / 3_600_000) * 3_600_000).toBe(hour);
        expect(event.received_at).toBeGreaterThanOrEqual(event.event_ts);
        expect(event.viewer_id).toMatch(/^[\w-]{43}$/);
      }
    }
  });
});

it('written twice it is there once, byte for byte, and a question about one day reads that day alone', async () => {
  const lake = await EmbeddedLake.open();
  const folder = join(lake.endpoint.surroundings.stateDir, 'scratch');
  const write = () => writeHistory({ ...told(), bucket: 'lake', writer: lake.s3, folder }, () => undefined);
  const read = () => lake.s3.files('lake', 'raw/').map(({ key, path }) => [key, readFileSync(path).toString('hex')]);
  const { days, events } = await write();
  const first = read();
  await write();
  expect(read()).toEqual(first);
  expect(days).toBe(6);
  const ask = (condition = '') =>
    lake.ask(`SELECT count(*), max(event_id) FROM ${RAW_VIEWING_EVENTS.name} ${condition}`);
  const all = await ask();
  const day = await ask("WHERE dt = '2026-11-20'");
  expect(all.rows[0]?.[0]).toBe(String(events));
  expect(day.bytes).toBeLessThan((all.bytes / 6) * 2);
  await lake.close();
});

it('a progress bar tells how far it is and how long it takes', () => {
  expect(progressBar(1, 4, '9 events', 10_000)).toBe(`  ${'█'.repeat(6)}${'░'.repeat(18)} 25 %  9 events  30 s left`);
});
