import { featuresOf, type ViewerFeatures } from '../../../../domain/features';
import { featuresApi, type FeatureSource } from '../../../../tools/subsystems/features/features-api';
import { ago, position, viewerFacts } from '../../../../tools/subsystems/features/viewer-facts';

const NOW = 1_795_230_000_000;
const HOUR_MS = 3_600_000;

const NOTHING = featuresOf([], NOW);

const begun = {
  ...{ contentId: 'title-1', positionMs: 425_000, durationMs: 1_700_000 },
  ...{ lastWatchedAt: NOW - 12_000, deviceType: 'smart_tv' },
};

const ANNA: ViewerFeatures = {
  ...NOTHING,
  isKnown: true,
  continueWatching: [begun],
  recentTitles: [
    { contentId: 'title-1', genre: 'drama', lastWatchedAt: NOW - 12_000, deviceType: 'smart_tv', isFinished: false },
    { contentId: 'title-2', genre: null, lastWatchedAt: NOW - HOUR_MS, deviceType: 'web', isFinished: true },
  ],
  affinities: {
    ...NOTHING.affinities,
    genre: [
      { value: 'drama', minutes: 8 },
      { value: 'news', minutes: 2 },
    ],
  },
  counters: { sessions: 2, playingMs: 600_000, completions: 1 },
  lastWatchedAt: NOW - 12_000,
};

const source: FeatureSource = {
  reader: { getFeatures: (viewerId) => Promise.resolve(viewerId === 'anna' ? ANNA : NOTHING) },
  titlesOf: (contentIds) =>
    Promise.resolve(
      Object.fromEntries(contentIds.filter((id) => id === 'title-1').map((id) => [id, 'The Last Signal'])),
    ),
};

const ask = async (query: string, method = 'GET', of = source) => {
  const request = { path: '', headers: {}, body: Buffer.alloc(0), receivedAt: 0 };
  const answer = await featuresApi(of)({ ...request, method, query: new URLSearchParams(query) });
  return { status: answer.status, body: JSON.parse(String(answer.body)) as unknown };
};

describe('the API of a viewer’s features', () => {
  it('answers with the features, the titles in the catalog and the duration of the lookup', async () => {
    expect(await ask('viewer=anna')).toEqual({
      status: 200,
      body: {
        now: expect.any(Number) as number,
        lookupMs: expect.any(Number) as number,
        features: ANNA,
        titles: { 'title-1': 'The Last Signal' },
      },
    });
  });

  it('answers with empty features for an unknown viewer', async () => {
    expect(await ask('viewer=nobody')).toMatchObject({ status: 200, body: { features: NOTHING, titles: {} } });
    expect(await ask(`viewer=${'v'.repeat(128)}`)).toMatchObject({ status: 200 });
  });

  it.each(['', 'viewer=', 'viewers=anna', `viewer=${'v'.repeat(129)}`])(
    'refuses %j because of its viewer',
    async (query) => {
      const reason = 'must have 1 to 128 characters';
      expect(await ask(query)).toEqual({ status: 400, body: { issues: [{ field: 'viewer', reason }] } });
    },
  );

  it('is read only', async () => {
    expect(await ask('viewer=anna', 'POST')).toMatchObject({ status: 405 });
  });
});

describe('the panel of a viewer', () => {
  const facts = (features: ViewerFeatures, titles: Readonly<Record<string, string>> = {}) =>
    viewerFacts({ now: NOW, lookupMs: 3.14159, features, titles });

  it('shows titles, how far they were watched, and the largest affinities', () => {
    expect(facts(ANNA, { 'title-1': 'The Last Signal' })).toMatchObject({
      continueWatching: {
        rows: [{ title: 'The Last Signal', notes: ['7:05 of 28:20', 'smart tv', '12 s ago'], share: 0.25 }],
        more: 0,
      },
      recentTitles: {
        rows: [
          { title: 'The Last Signal', notes: ['drama', 'not finished', 'smart tv', '12 s ago'] },
          { title: 'title-2', notes: ['unknown genre', 'finished', 'web', '1 h ago'] },
        ],
      },
      affinities: [
        {
          rows: [
            { name: 'drama', minutes: '8.0', share: 1 },
            { name: 'news', minutes: '2.0', share: 0.25 },
          ],
        },
        { rows: [] },
        { rows: [] },
      ],
    });
  });

  it('shows the duration of the lookup and the date of the last rebuild', () => {
    const figures = (features: ViewerFeatures) => facts(features).figures;
    expect(figures(ANNA)).toEqual(
      expect.arrayContaining([
        ['Looked up in', '3.1 ms'],
        ['Rebuilt until', 'not rebuilt yet'],
      ]),
    );
    expect(figures({ ...ANNA, rebuiltUntil: Date.UTC(2026, 10, 24) })).toContainEqual(['Rebuilt until', '24 Nov 2026']);
  });

  it('draws no bar for a title without a duration, and shows the number of omitted titles', () => {
    const endless = { ...begun, durationMs: null };
    const continueWatching = Array.from({ length: 10 }, () => endless);
    expect(facts({ ...ANNA, continueWatching })).toMatchObject({
      continueWatching: { rows: Array.from({ length: 8 }, () => ({ share: null })), more: 2 },
    });
  });

  it.each([
    [0, '0 s ago'],
    [-5_000, '0 s ago'],
    [-2 * HOUR_MS, '2 h 00 min ahead of our clock'],
    [59_999, '59 s ago'],
    [90_000, '1 min ago'],
    [26 * HOUR_MS, '1 day ago'],
  ])('says of %i ms ago: %s', (before, text) => {
    expect(ago(NOW - before, NOW)).toBe(text);
  });

  it('shows a position beyond an hour in hours', () => {
    expect(position(3_723_900)).toBe('1:02:03');
  });

  it('replaces invisible characters of an id', () => {
    const recentTitles = ANNA.recentTitles.slice(0, 1).map((title) => ({ ...title, contentId: 'a\u202eb' }));
    expect(facts({ ...ANNA, recentTitles })).toMatchObject({ recentTitles: { rows: [{ title: 'a\ufffdb' }] } });
  });
});
