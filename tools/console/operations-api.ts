import type { AlarmView, CloudWatch, Sns } from 'embedded-cloud';
import type { HttpRequest, HttpResponse } from 'embedded-cloud/http';
import { readNotification } from './read-notification';
import { json, methodNotAllowed } from './answers';
import type { DashboardReader } from './dashboards/dashboards';

const DEFAULT_MINUTES = 15;
/** CloudWatch keeps no more here. */
const MAX_MINUTES = 60;
const SHOWN_TRANSITIONS = 50;
const SHOWN_NOTIFICATIONS = 20;
const DASHBOARD = /^api\/dashboards\/([\w-]+)$/;

/** What the console shows of operations. */
export interface Operations {
  readonly dashboards: DashboardReader;
  readonly cloudwatch: Pick<CloudWatch, 'alarms' | 'transitions'>;
  readonly sns: Pick<Sns, 'notifications'>;
}

/** Answers /api/alarms, /api/dashboards and /api/dashboards/<name>?minutes=15; undefined for any other path. */
export const operationsApi = (operations: Operations) => {
  const answerDashboard = async (name: string, asked: string | null): Promise<HttpResponse> => {
    const minutes = Number(asked ?? DEFAULT_MINUTES);
    if (!(minutes >= 1 && minutes <= MAX_MINUTES)) {
      return json(400, { issues: [{ field: 'minutes', reason: `must be 1 to ${MAX_MINUTES}` }] });
    }
    const now = Date.now();
    const widgets = await operations.dashboards.draw(name, { from: now - minutes * 60_000, to: now });
    return widgets ? json(200, { now, minutes, widgets }) : json(404, { message: `There is no dashboard ${name}.` });
  };

  return async (path: string, request: HttpRequest): Promise<HttpResponse | undefined> => {
    const dashboard = DASHBOARD.exec(path)?.[1];
    if (path !== 'api/alarms' && path !== 'api/dashboards' && dashboard === undefined) return undefined;
    if (request.method !== 'GET') return methodNotAllowed('GET');
    if (dashboard !== undefined) return answerDashboard(dashboard, request.query.get('minutes'));
    if (path === 'api/dashboards') return json(200, { dashboards: operations.dashboards.names() });
    return json(200, alarmsOf(operations));
  };
};

const alarmsOf = ({ cloudwatch, sns }: Operations) => ({
  now: Date.now(),
  alarms: cloudwatch.alarms().toSorted(byUrgency),
  transitions: cloudwatch.transitions().slice(-SHOWN_TRANSITIONS).toReversed(),
  notifications: sns.notifications().slice(-SHOWN_NOTIFICATIONS).toReversed().map(readNotification),
});

/** Composites before what they are made of, what fires before what does not. */
const byUrgency = (a: AlarmView, b: AlarmView): number =>
  Number(b.kind === 'composite') - Number(a.kind === 'composite') ||
  Number(b.state === 'ALARM') - Number(a.state === 'ALARM') ||
  (a.name < b.name ? -1 : 1);
