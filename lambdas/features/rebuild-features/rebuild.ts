import { createHash } from 'node:crypto';
import type { AthenaQueries } from 'aws-clients/athena';
import type { Profile } from '../../../domain/features/profile';
import { comparedSessions, isDrifted, rebuildParameters, rebuildProfile } from '../../../domain/features/rebuild';
import type { TitleFacts } from '../../../domain/features/session-record';
import { REBUILD_PREFIX } from '../../../domain/lake';
import { renderStatement } from '../../foundation/athena-statement';
import type { StepOutcome } from '../../foundation/drive-run';
import type { LakeObjects } from '../../lake';
import type { SessionName } from '../feature-items';
import type { StoredSessions } from '../stored-sessions';
import type { LakeViewer } from './lake-viewer';
import type { RebuildPart, RebuildRun } from './rebuild-message';
import type { ResultReader } from './result-reader';

/** What a rebuild reads and writes. */
export interface RebuildServices {
  readonly queries: AthenaQueries;
  readonly objects: LakeObjects;
  readonly results: ResultReader;
  /** The text of viewer-sessions.sql. */
  readonly statement: string;
  /** The playbacks that `update-features` has stored. */
  readonly readSessions: (names: readonly SessionName[]) => Promise<StoredSessions>;
  /** Overwrites the stored profiles. */
  readonly writeProfiles: (profiles: ReadonlyMap<string, Profile>) => Promise<void>;
  readonly factsOf: (contentIds: readonly string[]) => Promise<ReadonlyMap<string, TitleFacts>>;
  readonly enqueue: (run: RebuildRun, delaySeconds: number) => Promise<void>;
  /** Epoch ms. */
  readonly now: () => number;
  /** Called when a part is done. */
  readonly reportPart: (run: RebuildRun, part: RebuildPart) => Promise<void>;
  /** Called when the last part is done, or the query result is empty. */
  readonly reportFinished: (run: RebuildRun) => Promise<void>;
}

/** Viewers that are read and written together. */
const VIEWERS_PER_STEP = 1_000;

/** Runs the next step: the query, or some viewers of its result. A repeated step overwrites its own results. */
export const runStep = (run: RebuildRun, services: RebuildServices): Promise<StepOutcome<RebuildRun>> =>
  run.part ? rebuildSome(run, run.part, services) : query(run, services);

const query = async (run: RebuildRun, services: RebuildServices): Promise<StepOutcome<RebuildRun>> => {
  const { queries, objects, statement, enqueue, reportFinished } = services;
  const folder = folderOf(run);
  const rendered = renderStatement(statement, rebuildParameters(run.until), `s3://${objects.bucket}/${folder}`);
  const { id, state, reason = '' } = await queries.startOnce(rendered, tokenOf(run), run.queryId);
  if (state === 'running') return { kind: 'wait', run: { ...run, queryId: id } };
  if (state === 'failed') {
    const { attempt, failures } = run;
    return {
      kind: 'failed',
      reason,
      run: { ...run, attempt: attempt + 1, failures: failures + 1, queryId: undefined },
    };
  }
  const parts = await objects.list(folder);
  for (const { key } of parts) {
    await enqueue({ ...run, failures: 0, queryId: undefined, part: { key, viewers: 0, drifted: 0 } }, 0);
  }
  if (parts.length === 0) await reportFinished(run);
  return { kind: 'finished' };
};

const rebuildSome = async (
  run: RebuildRun,
  part: RebuildPart,
  services: RebuildServices,
): Promise<StepOutcome<RebuildRun>> => {
  const { results, objects, reportPart, reportFinished } = services;
  const viewers = await results.read(part.key, part.viewers, VIEWERS_PER_STEP);
  if (!viewers) return { kind: 'finished' }; // a message that was delivered twice: the part was done and removed
  if (viewers.length > 0) {
    const drifted = part.drifted + (await writeProfiles(viewers, run, services));
    const progress = { ...part, viewers: part.viewers + viewers.length, drifted };
    return { kind: 'continue', run: { ...run, failures: 0, part: progress } };
  }
  await reportPart(run, part);
  await objects.remove(part.key);
  const remaining = await objects.list(folderOf(run));
  if (remaining.length === 0) await reportFinished(run);
  return { kind: 'finished' };
};

/** Returns for how many of the viewers the stream and the lake disagree. */
const writeProfiles = async (
  viewers: readonly LakeViewer[],
  { until }: RebuildRun,
  services: RebuildServices,
): Promise<number> => {
  const { factsOf, readSessions, now } = services;
  const contentIds = new Set(viewers.flatMap(({ sessions }) => sessions.map(({ contentId }) => contentId)));
  const compared = viewers.flatMap(({ viewerId, sessions }) =>
    comparedSessions(sessions, until, now()).map((session) => ({ viewerId, ...session })),
  );
  const [facts, stored] = await Promise.all([factsOf([...contentIds]), readSessions(compared)]);
  const profiles = viewers.map(({ viewerId, sessions }) => {
    const withFacts = sessions.map((session) => ({ ...session, facts: facts.get(session.contentId) ?? {} }));
    return [viewerId, rebuildProfile(withFacts, until)] as const;
  });
  await services.writeProfiles(new Map(profiles));
  const drifted = compared.filter((session) => isDrifted(stored(session), session));
  return new Set(drifted.map(({ viewerId }) => viewerId)).size;
};

/** The folder of the query result in the bucket. Each attempt has its own folder, because a failed query may leave objects. */
const folderOf = ({ runId, attempt }: RebuildRun): string => `${REBUILD_PREFIX}/run=${runId}-${attempt}/`;

/** Identifies a query, so that a message that is delivered twice starts it once. */
const tokenOf = ({ runId, attempt }: RebuildRun): string =>
  createHash('sha256')
    .update(JSON.stringify(['rebuild-features', runId, attempt]))
    .digest('hex');
