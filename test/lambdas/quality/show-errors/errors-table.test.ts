import { errorsTable } from '../../../../lambdas/quality/show-errors/errors-table';
import { aSummary } from '../../../support/errors';
import { NOW } from '../../../support/events';

const MINUTE = String(Math.floor(NOW / 60_000));

it('lists each code with its sessions, when it was first seen, and whom it affects, and the rest', () => {
  const summary = aSummary('DRM', 3, {
    minutes: [[MINUTE, 2]],
    appVersions: [['540', 3]],
    deviceTypes: [
      ['web', 2],
      ['mobile', 1],
    ],
    contentIds: [['title', 3]],
  });
  const lines = errorsTable({ codes: [summary], otherSessions: 4, rankedAt: NOW }, NOW).split('\n');
  const seen = new Date(NOW).toISOString().slice(0, 19).replace('T', ' ');
  expect(lines.slice(-2)).toEqual([
    `| DRM | 2 | 3 | ${seen} | 540 3 | web 2, mobile 1 | title 3 |`,
    '| others | | 4 | | | | |',
  ]);
});

it('escapes what players send', () => {
  const summary = aSummary('A_B', 1, { contentIds: [['[x](http://evil) | <b>', 1]] });
  const table = errorsTable({ codes: [summary], otherSessions: 0, rankedAt: NOW }, NOW);
  expect(table).toContain('A&#95;B');
  expect(table).not.toMatch(/http:|<b>|\[x\]/);
});
