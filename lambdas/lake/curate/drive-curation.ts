import type { CurationRun } from '../../../domain/lake/curation';
import { driveRun, type RunServices } from '../../foundation/drive-run';
import type { CurationRecord } from '../curation-record';
import { type CurateServices, runStep } from './curate';
import type { CurationLog } from './curation-log';

/** What drives a curation run from message to message. */
export interface DriveServices
  extends CurateServices, Omit<RunServices<CurationRun>, 'runStep' | 'saveProgress' | 'finish' | 'now'> {
  readonly log: CurationLog;
  readonly reportFinished: (record: CurationRecord) => Promise<void>;
}

/** Runs steps until the call's budget is used up, then sends the run on. */
export const driveCuration = (from: CurationRun, services: DriveServices): Promise<void> =>
  driveRun(from, {
    ...services,
    runStep: (run) => runStep(run, services),
    saveProgress: (run, status, reason) => services.log.write(run, status, reason),
    finish: async (run) => services.reportFinished(await services.log.write(run, 'finished')),
  });
