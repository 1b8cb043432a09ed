import { beganAt, type CurationRun, stepsOf } from '../../../domain/lake/curation';
import { writeCurationProgress } from '../curation-progress';
import { type CurationRecord, curationRecordKey, encodeCurationRecord } from '../curation-record';
import type { LakeObjects } from '../lake-objects';

/** Records the state of runs in the lake. */
export class CurationLog {
  constructor(
    private readonly objects: LakeObjects,
    private readonly slices: number,
    private readonly now: () => number,
  ) {}

  async write(
    run: CurationRun,
    status: CurationRecord['status'],
    failure: string | null = null,
  ): Promise<CurationRecord> {
    const record: CurationRecord = {
      runId: run.runId,
      status,
      dates: run.dates ?? null,
      step: run.step,
      steps: stepsOf(run, this.slices).length,
      seconds: Math.round((this.now() - beganAt(run.runId)) / 1_000),
      failure,
    };
    await this.objects.writeText(curationRecordKey(run.runId), encodeCurationRecord(record));
    if (status === 'finished' && run.daily) {
      await writeCurationProgress(this.objects, { through: run.today, waiting: run.waiting ?? [] });
    }
    return record;
  }
}
