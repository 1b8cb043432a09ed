import type { ErrorRanking } from '../../../../domain/quality';
import { errorsApi } from '../../../../tools/subsystems/quality/errors-api';
import { aSummary } from '../../../support/errors';
import { NOW } from '../../../support/events';

const ask = async (ranking: ErrorRanking | undefined, method = 'GET') => {
  const request = { path: '', headers: {}, body: Buffer.alloc(0), receivedAt: 0, query: new URLSearchParams() };
  const dates: string[] = [];
  const api = errorsApi(
    (date) => {
      dates.push(date);
      return Promise.resolve(ranking);
    },
    () => NOW,
  );
  const answer = await api({ ...request, method });
  return { status: answer.status, body: JSON.parse(String(answer.body)) as unknown, dates };
};

describe('the API of the error codes', () => {
  it('answers with the codes of today, their sessions and whom they affect', async () => {
    const minutes = [[String(Math.floor(NOW / 60_000)), 2]] as const;
    const codes = [aSummary('DRM', 3, { minutes, contentIds: [['title-1', 3]], firstSeenAt: NOW - 1 })];
    expect(await ask({ codes, otherSessions: 4, rankedAt: NOW })).toEqual({
      status: 200,
      dates: [new Date(NOW).toISOString().slice(0, 10)],
      body: {
        codes: [
          {
            ...{ code: 'DRM', recentSessions: 2, sessions: 3, firstSeenAt: NOW - 1 },
            ...{ appVersions: [], deviceTypes: [], contentIds: [['title-1', 3]] },
          },
        ],
        otherSessions: 4,
        rankedAt: NOW,
      },
    });
  });

  it('answers without codes on a day without errors', async () => {
    expect((await ask(undefined)).body).toEqual({ codes: [], otherSessions: 0, rankedAt: null });
  });

  it('accepts GET only', async () => {
    expect(await ask(undefined, 'POST')).toMatchObject({ status: 405, dates: [] });
  });
});
