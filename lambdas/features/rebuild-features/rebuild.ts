import { createHash } from 'node:crypto';
import type { SessionName } from '../feature-items';
import type { Profile } from '../../../domain/features/profile';
import { comparedSessions, isDrifted, rebuildParameters, rebuildProfile } from '../../../domain/features/rebuild';
import type { TitleFacts } from '../../../domain/features/session-record';
import { REBUILD_PREFIX } from '../../../domain/lake';
import type { AthenaQueries } from 'aws-clients/athena';
import { renderStatement } from '../../foundation/athena-statement';
import type { Taken } from '../../foundation/drive-run';
import type { LakeObjects } from '../../lake/lake-objects';
import type { StoredSessions } from '../stored-sessions';
import type { AnswerReader } from './answer-reader';
import type { LakeViewer } from './lake-viewer';
import type { Rebuild, RebuildPart } from './rebuild-message';

/** What a rebuild rests on. */
export interface RebuildServices {
  readonly queries: AthenaQueries;
  readonly objects: LakeObjects;
  readonly answers: AnswerReader;
  /** The text of sql/athena/viewer-sessions.sql. */
  readonly statement: string;
  /** What the stream keeps of playbacks. */
  readonly readSessions: (names: readonly SessionName[]) => Promise<StoredSessions>;
  /** Writes profiles over those that are there. */
  readonly writeProfiles: (profiles: ReadonlyMap<string, Profile>) => Promise<void>;
  readonly factsOf: (contentIds: readonly string[]) => Promise<ReadonlyMap<string, TitleFacts>>;
  readonly sendOn: (rebuild: Rebuild, afterSeconds: number) => Promise<void>;
  /** Epoch ms. */
  readonly now: () => number;
  /** Hears of a part that is done. */
  readonly reportPart: (rebuild: Rebuild, part: RebuildPart) => Promise<void>;
  /** Hears of the end: of the last part, or of an answer that is empty. */
  readonly reportFinished: (rebuild: Rebuild) => Promise<void>;
}

/** Viewers that are read and written together. */
const VIEWERS_AT_ONCE = 1_000;

/** Takes the step before which a rebuild stands: the question, or some viewers of its answer. Each may be taken twice: it overwrites. */
export const takeStep = (rebuild: Rebuild, services: RebuildServices): Promise<Taken<Rebuild>> =>
  rebuild.part ? writeSome(rebuild, rebuild.part, services) : ask(rebuild, services);

const ask = async (rebuild: Rebuild, services: RebuildServices): Promise<Taken<Rebuild>> => {
  const { queries, objects, statement, sendOn, reportFinished } = services;
  const folder = folderOf(rebuild);
  const rendered = renderStatement(statement, rebuildParameters(rebuild.until), `s3://${objects.bucket}/${folder}`);
  const { id, state, reason = '' } = await queries.startOnce(rendered, tokenOf(rebuild), rebuild.queryId);
  if (state === 'running') return { kind: 'wait', run: { ...rebuild, queryId: id } };
  if (state === 'failed') {
    const { attempt, failures } = rebuild;
    return {
      kind: 'failed',
      reason,
      run: { ...rebuild, attempt: attempt + 1, failures: failures + 1, queryId: undefined },
    };
  }
  const parts = await objects.list(folder);
  for (const { key } of parts) {
    await sendOn({ ...rebuild, failures: 0, queryId: undefined, part: { key, viewers: 0, drifted: 0 } }, 0);
  }
  if (parts.length === 0) await reportFinished(rebuild);
  return { kind: 'finished' };
};

const writeSome = async (rebuild: Rebuild, part: RebuildPart, services: RebuildServices): Promise<Taken<Rebuild>> => {
  const { answers, objects, reportPart, reportFinished } = services;
  const viewers = await answers.read(part.key, part.viewers, VIEWERS_AT_ONCE);
  if (!viewers) return { kind: 'finished' }; // a message that came twice: the part was done and removed
  if (viewers.length > 0) {
    const drifted = part.drifted + (await writeViewers(viewers, rebuild, services));
    const done = { ...part, viewers: part.viewers + viewers.length, drifted };
    return { kind: 'on', run: { ...rebuild, failures: 0, part: done } };
  }
  await reportPart(rebuild, part);
  await objects.remove(part.key);
  const left = await objects.list(folderOf(rebuild));
  if (left.length === 0) await reportFinished(rebuild);
  return { kind: 'finished' };
};

/** Returns how many of the viewers the stream knows otherwise than the lake does. */
const writeViewers = async (
  viewers: readonly LakeViewer[],
  { until }: Rebuild,
  { factsOf, readSessions, writeProfiles, now }: RebuildServices,
): Promise<number> => {
  const contentIds = new Set(viewers.flatMap(({ sessions }) => sessions.map(({ contentId }) => contentId)));
  const compared = viewers.flatMap(({ viewerId, sessions }) =>
    comparedSessions(sessions, until, now()).map((session) => ({ viewerId, ...session })),
  );
  const [facts, streamed] = await Promise.all([factsOf([...contentIds]), readSessions(compared)]);
  const profiles = viewers.map(({ viewerId, sessions }) => {
    const told = sessions.map((session) => ({ ...session, facts: facts.get(session.contentId) ?? {} }));
    return [viewerId, rebuildProfile(told, until)] as const;
  });
  await writeProfiles(new Map(profiles));
  const drifted = compared.filter((session) => isDrifted(streamed(session), session));
  return new Set(drifted.map(({ viewerId }) => viewerId)).size;
};

/** Where the answer lies, below the bucket; each attempt has a place of its own, for a question that failed may have left something. */
const folderOf = ({ runId, attempt }: Rebuild): string => `${REBUILD_PREFIX}/run=${runId}-${attempt}/`;

/** Names a question for good, so that a message that comes twice asks it once. */
const tokenOf = ({ runId, attempt }: Rebuild): string =>
  createHash('sha256')
    .update(JSON.stringify(['rebuild-features', runId, attempt]))
    .digest('hex');
