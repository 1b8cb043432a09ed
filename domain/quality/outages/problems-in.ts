import type { Share } from '../fair-shares';
import { isEnd, isFirstFrame, type QualityEvent } from '../quality-report';
import type { Problem } from './problem';

/** A problem that a player has met, and how much of it: trials, or ms of rebuffering. */
export interface MetProblem {
  readonly problem: Problem;
  readonly weight: number;
}

/** The problems of an event, of what it may count. A start that takes longer than `slowStartMs` is slow. */
export const problemsIn = (event: QualityEvent, { ms, asStep }: Share, slowStartMs: number): readonly MetProblem[] => {
  const [, state, , , , , startupMs, fatalError] = event;
  const stalled = state === 'rebuffering' && ms > 0 ? [{ problem: 'rebuffering' as const, weight: ms }] : [];
  if (!asStep) return stalled;
  if (isFirstFrame(event) && (startupMs ?? 0) > slowStartMs)
    return [...stalled, { problem: 'slow-startup', weight: 1 }];
  if (!isEnd(event) || fatalError !== 'fault') return stalled;
  return [...stalled, { problem: state === 'starting' ? 'start-failures' : 'playback-failures', weight: 1 }];
};
