import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RAW_VIEWING_EVENTS } from '../../../domain/lake';
import { progressBar } from '../../../tools/history/progress-bar';
import { type HistoryOptions, planHistory } from '../../../tools/history/history-plan';
import { PastDayGenerator } from '../../../tools/history/past-day-generator';
import { writeHistory } from '../../../tools/history/write-history';
import { UsageError } from '../../../tools/command/errors';
import { EmbeddedLake } from '../../support/embedded-lake';

const NOW = Date.parse('2026-11-25T08:00:00Z');
const DEFAULTS = { days: 400, sessionsPerDay: 500, seed: '1' };
const plan = (changes: Partial<HistoryOptions> = {}) => planHistory({ ...DEFAULTS, ...changes }, NOW);
const KEYRING = { current: { id: 'k1', key: 'a test key' }, keys: new Map<string, string>() };
const historyOfSixDays = (seed = '1') => {
  const { dates, past } = plan({ seed, days: 6, sessionsPerDay: 8 });
  return { dates, past: { ...past, keyring: KEYRING } };
};
const linesOf = (date: string, seed?: string) =>
  [...new PastDayGenerator(historyOfSixDays(seed).past).generate(date)].map(
    ([hour, content]) => [hour, Buffer.from(content).toString()] as const,
  );

describe('planHistory', () => {
  it('ends two days ago unless another date is given', () => {
    const { dates } = plan();
    expect([dates.length, dates[0], dates.at(-1)]).toEqual([400, '2025-10-20', '2026-11-23']);
    expect(plan({ days: 2, until: '2026-03-01' }).dates).toEqual(['2026-02-28', '2026-03-01']);
  });

  it.each([{ days: 0 }, { days: 1.5 }, { sessionsPerDay: 0 }, { until: '2026-11-24' }, { until: 'yesterday' }])(
    'rejects %j',
    (changes) => {
      expect(() => plan(changes)).toThrow(UsageError);
    },
  );

  it('gives the same history the same name, and different histories different names', () => {
    const runOf = (changes = {}) => plan(changes).past.run;
    expect(runOf({ days: 3 })).toBe(runOf());
    expect(new Set([runOf(), runOf({ seed: '2' }), runOf({ sessionsPerDay: 7 })]).size).toBe(3);
  });
});

describe('PastDayGenerator', () => {
  it('names no viewer without consent', () => {
    const { dates, past } = historyOfSixDays();
    const day = new PastDayGenerator({ ...past, sessions: 50 }).generate(dates[0] ?? '');
    const lines = [...day.values()].flatMap((content) => Buffer.from(content).toString().trimEnd().split('\n'));
    const events = lines.map((line) => JSON.parse(line) as { consent?: string; viewer_id?: string });
    const denied = events.filter(({ consent }) => consent === 'denied');
    expect(denied.length).toBeGreaterThan(0);
    expect(denied.filter(({ viewer_id: id }) => id !== undefined)).toEqual([]);
  });

  it('generates the same day again, and another one for another seed or date', () => {
    const day = linesOf('2026-10-01');
    expect(linesOf('2026-10-01')).toEqual(day);
    expect(linesOf('2026-10-01', '2')).not.toEqual(day);
    expect(linesOf('2026-10-02')).not.toEqual(day);
  });

  it('puts each event into the hour of its receipt, not before it happened, under a pseudonym', () => {
    for (const [hour, lines] of linesOf('2026-10-01')) {
      for (const line of lines.trimEnd().split('\n')) {
        const event = JSON.parse(line) as { received_at: number; event_ts: number; viewer_id?: string };
        expect(Math.floor(event.received_at / 3_600_000) * 3_600_000).toBe(hour);
        expect(event.received_at).toBeGreaterThanOrEqual(event.event_ts);
        expect(event.viewer_id).toMatch(/^[\w-]{43}$/);
      }
    }
  });
});

describe('writeHistory', () => {
  it('writes the same objects when it runs again, and a query over one day reads only that day', async () => {
    const lake = await EmbeddedLake.open();
    const folder = join(lake.endpoint.surroundings.stateDir, 'scratch');
    const write = () =>
      writeHistory({ ...historyOfSixDays(), bucket: 'lake', writer: lake.s3, folder }, () => undefined);
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
});

describe('progressBar', () => {
  it('shows the finished share and the remaining time', () => {
    expect(progressBar(1, 4, '9 events', 10_000)).toBe(`  ${'█'.repeat(6)}${'░'.repeat(18)} 25 %  9 events  30 s left`);
  });
});
