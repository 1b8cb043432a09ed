import { setTimeout as delay } from 'node:timers/promises';
import { logGroupName } from '../../domain/names';
import { registered } from '../subsystems/registered';
import { sendEvents } from './send-events';
import type { Finding, Sent, SmokeCheck } from './smoke-check';
import { smokeEvents } from './smoke-events';
import type { Target } from './target';

/** The result of one check. */
export interface Outcome extends Finding {
  readonly name: string;
  readonly seconds: number;
  /** Only if the check failed. */
  readonly nextStep?: string;
  /** True if the check was skipped because its stack is not deployed. */
  readonly isSkipped?: true;
}

/**
 * Sends a few sessions and checks concurrently that they reach every reader of the stage. Reports each outcome
 * immediately. `patience` scales the time that each check may take.
 */
export const smokeTest = async (
  target: Target,
  report: (outcome: Outcome) => void,
  patience = 1,
): Promise<readonly Outcome[]> => {
  const sent: Sent = { ...smokeEvents(Date.now()), sentAt: Date.now() };
  const reported = (outcome: Outcome): Outcome => {
    report(outcome);
    return outcome;
  };
  const collected = reported(await collect(target, sent));
  if (!collected.ok) return [collected];
  const checks = registered('smoke').flatMap(({ registration }) => registration);
  const outcomes = checks.map(async (check) => reported(await run(check, target, sent, patience)));
  return [collected, ...(await Promise.all(outcomes))];
};

const collect = async (target: Target, sent: Sent): Promise<Outcome> => {
  const start = performance.now();
  const finding = await sendEvents(target.eventsUrl, sent).catch(failed);
  const nextStep = `the log ${logGroupName(target.stage, 'collect')}, and "The collector answers 503" in docs/runbook.md`;
  return { name: 'collector', seconds: secondsSince(start), ...finding, ...(!finding.ok && { nextStep }) };
};

/**
 * Queries the reader until it has the events or the time is up. A failed query means that the events have not arrived.
 */
const run = async (check: SmokeCheck, target: Target, sent: Sent, patience: number): Promise<Outcome> => {
  const { name, stack, withinSeconds } = check;
  if (!target.stacks.has(stack)) {
    return { name, seconds: 0, ok: true, isSkipped: true, observed: 'skipped: its stack is not deployed' };
  }
  const query = check.open(target);
  const start = performance.now();
  for (;;) {
    const finding = await query(sent).catch(failed);
    const seconds = secondsSince(start);
    if (finding.ok) return { name, seconds, ...finding };
    if (seconds >= withinSeconds * patience) {
      return { name, seconds, ...finding, nextStep: check.nextStep(target.stage) };
    }
    await delay(target.pollMs);
  }
};

const failed = (error: unknown): Finding => ({
  ok: false,
  observed: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
});

const secondsSince = (start: number): number => (performance.now() - start) / 1_000;
