import type { CurationRun } from '../../../domain/lake/curation';
import { driveRun, type RunServices } from '../../foundation/drive-run';
import { type CurateServices, takeStep } from './curate';
import type { RunLog, RunRecord } from './run-log';

/** What drives a run of curation from message to message. */
export interface DriveServices
  extends CurateServices, Omit<RunServices<CurationRun>, 'takeStep' | 'note' | 'finish' | 'now'> {
  readonly log: RunLog;
  readonly reportFinished: (record: RunRecord) => Promise<void>;
}

/** Takes steps for as long as the call may, then sends the run on. */
export const drive = (from: CurationRun, services: DriveServices): Promise<void> =>
  driveRun(from, {
    ...services,
    takeStep: (run) => takeStep(run, services),
    note: (run, status, reason) => services.log.note(run, status, reason),
    finish: async (run) => services.reportFinished(await services.log.note(run, 'finished')),
  });
