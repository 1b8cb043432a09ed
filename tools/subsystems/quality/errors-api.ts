import { dateOf } from '../../../domain/lake';
import { type ErrorRanking, recentSessions } from '../../../domain/quality';
import { json, methodNotAllowed } from '../../console/answers';
import type { ApiHandler } from '../../console/console-panel';
import type { ErrorsView } from './errors-view';

/** Answers `errors` with the codes of today. `rankingOf` reads the ranking of a date. */
export const errorsApi =
  (rankingOf: (date: string) => Promise<ErrorRanking | undefined>, clock: () => number = Date.now): ApiHandler =>
  async ({ method }) => {
    if (method !== 'GET') return methodNotAllowed('GET');
    const now = clock();
    const ranking = await rankingOf(dateOf(now));
    const view: ErrorsView = {
      codes: (ranking?.codes ?? []).map((summary) => ({
        code: summary.code,
        recentSessions: recentSessions(summary, now),
        sessions: summary.sessions,
        firstSeenAt: summary.firstSeenAt,
        appVersions: summary.appVersions,
        deviceTypes: summary.deviceTypes,
        contentIds: summary.contentIds,
      })),
      otherSessions: ranking?.otherSessions ?? 0,
      rankedAt: ranking?.rankedAt ?? null,
    };
    return json(200, view);
  };
