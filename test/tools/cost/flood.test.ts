import { billOf } from '../../../tools/cost/bill';
import { acceptedPerSecond, floodUsdPerDay } from '../../../tools/cost/flood';
import { limitsAt } from '../../../tools/cost/limits';
import { loadAtRequests, ratesOf } from '../../../tools/cost/load';
import { PRICES } from '../../../tools/cost/prices';
import { STAGE_NAMES, STAGES } from '../../../lib/stages';
import { SMALL, templatesOf } from '../../support/stage-templates';

jest.setTimeout(60_000); // it loads the CDK

describe('loadAtRequests', () => {
  it.each([1, 500])('sends the given requests per second, each with %d events', (eventsPerRequest) => {
    const { requests, events } = ratesOf(loadAtRequests(1_000, eventsPerRequest));
    expect(requests).toBeCloseTo(1_000);
    expect(events).toBeCloseTo(1_000 * eventsPerRequest);
  });
});

describe('floodUsdPerDay', () => {
  it('contains the requests that the API accepts in a day', () => {
    expect(acceptedPerSecond(SMALL)).toBe(1_000);
    expect(floodUsdPerDay(SMALL, 1)).toBeGreaterThan(86.4); // 86.4 million requests at one dollar
    expect(floodUsdPerDay(SMALL, 500)).toBeGreaterThan(floodUsdPerDay(SMALL, 1));
  });
});

describe('the budget of a stage', () => {
  it.each(STAGE_NAMES)('%s: exceeds what the stage costs at rest', (name) => {
    const atRest = billOf({ ...loadAtRequests(0, 1), months: 12 }, templatesOf(STAGES[name]), PRICES);
    const { monthlyBudgetUsd } = STAGES[name].alerts;
    expect(monthlyBudgetUsd * 0.8).toBeGreaterThan(1.2 * atRest.usd); // it must not warn of a stage at rest
  });

  it.each(STAGE_NAMES)('%s: is reached within a month by a flood of the rate that the stage accepts', (name) => {
    const flood = 30 * floodUsdPerDay(templatesOf(STAGES[name]), 1);
    expect(STAGES[name].alerts.monthlyBudgetUsd).toBeLessThan(flood);
  });
});

describe('the cap of collect', () => {
  it('is a limit of the load if the stage reserves concurrency for it', () => {
    const limitOf = (reservedConcurrency: Readonly<Record<string, number>>) =>
      limitsAt(loadAtRequests(10_000, 1.2), templatesOf({ ...STAGES.dev, reservedConcurrency })).find(
        ({ what }) => what === 'concurrent executions of collect',
      );
    expect(limitOf({})).toBeUndefined();
    const capped = limitOf({ collect: 500 });
    expect(capped?.needed).toBeCloseTo(250);
    expect(capped).toMatchObject({ limit: 500, source: 'declared' });
  });
});
