import type { Breach } from '../../../../domain/quality/outages/breaches';
import { findCauses } from '../../../../domain/quality/outages/causes';
import { type Cohort, cohortKey } from '../../../../domain/quality/outages/cohort';
import { RecentSums } from '../../../../domain/quality/outages/recent-sums';

const breach = (cohort: Cohort, evidence: number): Breach => ({
  ...{ cohort, problem: 'start-failures', limit: 0.05, needed: 12, since: 0, bad: 80, of: 100, evidence },
});
const causesOf = (breaches: readonly Breach[], ...known: readonly Cohort[]) =>
  findCauses(breaches, new RecentSums(), new Set(known.map(cohortKey))).map(({ cohort }) => cohort);

const VOD = { streamType: 'vod' };
const TV = { deviceType: 'smart_tv' };

it('the cohort with the most evidence is the cause, and those within it are explained', () => {
  expect(causesOf([breach(VOD, 94), breach({}, 100)])).toEqual([{}]);
});

it('a cause stays until another cohort explains clearly more', () => {
  expect(causesOf([breach(VOD, 94), breach(TV, 100)], VOD)[0]).toEqual(VOD);
  expect(causesOf([breach(VOD, 94), breach(TV, 120)], VOD)[0]).toEqual(TV);
});

it('a cause does not stay if an outage has outgrown it: a larger cohort with it explains more', () => {
  expect(causesOf([breach(VOD, 94), breach({}, 100)], VOD)).toEqual([{}]);
});
