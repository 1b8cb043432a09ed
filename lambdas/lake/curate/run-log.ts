import { beganAt, type CurationRun, stepsOf } from '../../../domain/lake/curation';
import { readSeenThrough, writeSeenThrough } from '../curation-progress';
import type { LakeObjects } from '../lake-objects';

/** How a run stands, as `curation/runs/<run>.json` tells it. */
export interface RunRecord {
  readonly runId: string;
  readonly status: 'running' | 'finished' | 'failed';
  /** Dates written anew; null while they are looked for. */
  readonly dates: readonly string[] | null;
  readonly step: number;
  readonly steps: number;
  readonly seconds: number;
  /** Why the last attempt that failed did; null where none has. */
  readonly failure: string | null;
}

/** Where the record of a run lies. */
const recordKey = (runId: string): string => `curation/runs/${runId}.json`;

/** Keeps what runs did, in the lake beside what they wrote. */
export class RunLog {
  constructor(
    private readonly objects: LakeObjects,
    private readonly slices: number,
    private readonly now: () => number,
  ) {}

  async note(run: CurationRun, status: RunRecord['status'], failure: string | null = null): Promise<RunRecord> {
    const record: RunRecord = {
      runId: run.runId,
      status,
      dates: run.dates ?? null,
      step: run.step,
      steps: stepsOf(run, this.slices).length,
      seconds: Math.round((this.now() - beganAt(run.runId)) / 1_000),
      failure,
    };
    await this.objects.writeText(recordKey(run.runId), JSON.stringify(record, undefined, 2));
    if (status === 'finished' && run.daily) await writeSeenThrough(this.objects, run.today);
    return record;
  }

  /** The date of arrival up to which the last daily run has seen; undefined before the first. */
  seenThrough(): Promise<string | undefined> {
    return readSeenThrough(this.objects);
  }
}
