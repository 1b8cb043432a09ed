import { setTimeout as delay } from 'node:timers/promises';
import type { Check, Finding, Sent } from './check';
import { curatedLake } from './checks/curated-lake';
import { features } from './checks/features';
import { ledger } from './checks/ledger';
import { liveCounts } from './checks/live-counts';
import { qualityMetrics } from './checks/quality-metrics';
import { quarantine } from './checks/quarantine';
import { rawLake } from './checks/raw-lake';
import { warehouse } from './checks/warehouse';
import { sendEvents } from './send-events';
import { smokeEvents } from './smoke-events';
import type { Target } from './target';

const CHECKS: readonly Check[] = [
  liveCounts,
  qualityMetrics,
  quarantine,
  rawLake,
  curatedLake,
  warehouse,
  features,
  ledger,
];

/** How one reader fared. */
export interface Outcome extends Finding {
  readonly name: string;
  readonly seconds: number;
  /** Only where it failed. */
  readonly whereToLook?: string;
  /** Its stack is not deployed: nothing was looked at. */
  readonly isLeftOut?: true;
}

/** Sends a few sessions and looks for them at every reader of the stage, all at once; tells of each as soon as it is known. */
export const smokeTest = async (
  target: Target,
  tell: (outcome: Outcome) => void,
  patience = 1,
): Promise<readonly Outcome[]> => {
  const sent: Sent = { ...smokeEvents(Date.now()), sentAt: Date.now() };
  const told = (outcome: Outcome): Outcome => {
    tell(outcome);
    return outcome;
  };
  const collected = told(await collect(target, sent));
  if (!collected.ok) return [collected];
  const looked = await Promise.all(CHECKS.map(async (check) => told(await follow(check, target, sent, patience))));
  return [collected, ...looked];
};

const collect = async (target: Target, sent: Sent): Promise<Outcome> => {
  const start = performance.now();
  const finding = await sendEvents(target.eventsUrl, sent).catch(failed);
  const whereToLook = `the log /playhead/${target.stage}/collect, and "The collector answers 503" in docs/runbook.md`;
  return { name: 'collector', seconds: secondsSince(start), ...finding, ...(!finding.ok && { whereToLook }) };
};

/** Looks until the events are there, or its time is up. A look that fails is one that did not find them. */
const follow = async (check: Check, target: Target, sent: Sent, patience: number): Promise<Outcome> => {
  const { name, path, withinSeconds } = check;
  if (!target.paths.has(path))
    return { name, seconds: 0, ok: true, isLeftOut: true, saw: 'left out: its stack is not deployed' };
  const look = check.open(target);
  const start = performance.now();
  for (;;) {
    const finding = await look(sent).catch(failed);
    const seconds = secondsSince(start);
    if (finding.ok) return { name, seconds, ...finding };
    if (seconds >= withinSeconds * patience) {
      return { name, seconds, ...finding, whereToLook: check.whereToLook(target.stage) };
    }
    await delay(target.pollMs);
  }
};

const failed = (error: unknown): Finding => ({
  ok: false,
  saw: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
});

const secondsSince = (start: number): number => (performance.now() - start) / 1_000;
