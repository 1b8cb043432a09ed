import { STAGE_NAMES, STAGES, type StageConfig, withoutReservations } from '../../lib/stages';
import { SynthesizedStage } from '../support/stacks';

/** The reserved executions of each function that has some, by name. */
const reservedIn = (config: StageConfig): Readonly<Record<string, unknown>> =>
  Object.fromEntries<unknown>(
    Object.values(new SynthesizedStage(config).resources('AWS::Lambda::Function'))
      .filter(({ Properties }) => Properties['ReservedConcurrentExecutions'] !== undefined)
      .map(({ Properties }) => [String(Properties['FunctionName']), Properties['ReservedConcurrentExecutions']]),
  );

describe('reserved concurrency', () => {
  it('belongs to exactly the functions that the stage names', () => {
    const config = { ...STAGES.dev, reservedConcurrency: { collect: 500, 'publish-counts': 3 } };
    expect(reservedIn(config)).toEqual({ 'playhead-dev-collect': 500, 'playhead-dev-publish-counts': 3 });
  });

  it.each(STAGE_NAMES)('caps collect in stage %s, so that a flood leaves executions to counts and alarms', (name) => {
    const { requestRateLimit } = STAGES[name].ingest;
    const cap = STAGES[name].reservedConcurrency['collect'] ?? 0;
    expect(cap).toBeGreaterThanOrEqual(2 * requestRateLimit * 0.025); // a request takes 25 ms
    expect(cap).toBeLessThanOrEqual(200); // an account with the usual quota of 1,000 has room for three stages
  });

  it('is left out in an account that has no room for it', () => {
    expect(reservedIn(withoutReservations(STAGES.dev))).toEqual({});
  });

  it.each(STAGE_NAMES)('of stage %s names only steps that have a function', (name) => {
    const { reservedConcurrency } = STAGES[name];
    const functions = Object.entries(reservedConcurrency).map(([step, count]) => [`playhead-${name}-${step}`, count]);
    expect(reservedIn(STAGES[name])).toEqual(Object.fromEntries(functions));
  });

  it.each(STAGE_NAMES)('of stage %s fits the usual quota of 1,000 and leaves 100 unreserved', (name) => {
    const reserved = Object.values(STAGES[name].reservedConcurrency).reduce((sum, count) => sum + count, 0);
    expect(reserved).toBeLessThanOrEqual(900);
  });
});
