import { billOf } from './bill';
import { type Load, loadAtRequests } from './load';
import { PRICES } from './prices';
import type { StageTemplates } from './stage-templates';
import { MONTH_DAYS } from './usage';

/** The kinds of requests that a flood may consist of. */
export const FLOODS = [
  { what: 'one event in each request', eventsPerRequest: 1 },
  { what: 'the most events in each request, 500', eventsPerRequest: 500 },
];

/** The requests per second that the API accepts. */
export const acceptedPerSecond = (templates: StageTemplates): number =>
  templates.first('AWS::ApiGatewayV2::Stage').in('DefaultRouteSettings').number('ThrottlingRateLimit');

/** What a flood of valid events costs per day on top of a stage at rest, USD, if the API accepts all that its rate allows. */
export const floodUsdPerDay = (templates: StageTemplates, eventsPerRequest: number): number => {
  const flood: Load = loadAtRequests(acceptedPerSecond(templates), eventsPerRequest);
  const atRest = billOf({ ...flood, concurrent: 0 }, templates, PRICES);
  return (billOf(flood, templates, PRICES).usd - atRest.usd) / MONTH_DAYS;
};
