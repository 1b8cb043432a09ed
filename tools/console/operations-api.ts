import type { AlarmTransition, AlarmView, CloudWatch, Sns } from 'embedded-cloud';
import type { HttpRequest, HttpResponse } from 'embedded-cloud/http';
import { json, methodNotAllowed } from './answers';
import type { DashboardReader } from './dashboards/dashboards';
import { readNotification } from './read-notification';
import type { AlarmsView, CountsEvidence, DashboardNames, DashboardView, OutageView } from './views';

const DEFAULT_MINUTES = 15;
/** The embedded CloudWatch keeps data for one hour. */
const MAX_MINUTES = 60;
const SHOWN_TRANSITIONS = 50;
const SHOWN_NOTIFICATIONS = 20;
const DASHBOARD = /^dashboards\/([\w-]+)$/;

/** The sources of the alarms and the dashboards. */
export interface Operations {
  readonly dashboards: DashboardReader;
  readonly cloudwatch: Pick<CloudWatch, 'alarms' | 'transitions'>;
  readonly sns: Pick<Sns, 'notifications'>;
  readonly counts: (now: number) => Promise<CountsEvidence>;
  readonly outages: () => Promise<readonly OutageView[]>;
}

/** Answers the paths alarms, dashboards and dashboards/<name>?minutes=15 below `api/`; undefined for any other path. */
export const operationsApi = (operations: Operations) => {
  const answerDashboard = async (name: string, asked: string | null): Promise<HttpResponse> => {
    const minutes = Number(asked ?? DEFAULT_MINUTES);
    if (!(minutes >= 1 && minutes <= MAX_MINUTES)) {
      return json(400, { issues: [{ field: 'minutes', reason: `must be 1 to ${MAX_MINUTES}` }] });
    }
    const now = Date.now();
    const widgets = await operations.dashboards.draw(name, { from: now - minutes * 60_000, to: now });
    if (!widgets) return json(404, { message: `There is no dashboard ${name}.` });
    return json(200, { now, minutes, widgets } satisfies DashboardView);
  };

  return async (path: string, request: HttpRequest): Promise<HttpResponse | undefined> => {
    const dashboard = DASHBOARD.exec(path)?.[1];
    if (path !== 'alarms' && path !== 'dashboards' && dashboard === undefined) return undefined;
    if (request.method !== 'GET') return methodNotAllowed('GET');
    if (dashboard !== undefined) return answerDashboard(dashboard, request.query.get('minutes'));
    if (path === 'alarms') return json(200, await alarmsOf(operations, Date.now()));
    return json(200, { dashboards: operations.dashboards.names() } satisfies DashboardNames);
  };
};

const alarmsOf = async ({ cloudwatch, sns, counts, outages }: Operations, now: number): Promise<AlarmsView> => ({
  now,
  counts: await counts(now),
  outages: await outages(),
  alarms: cloudwatch.alarms().toSorted(byUrgency),
  transitions: latest<AlarmTransition>(cloudwatch.transitions(), SHOWN_TRANSITIONS),
  notifications: latest(sns.notifications(), SHOWN_NOTIFICATIONS).map(readNotification),
});

/** The last items, newest first. */
const latest = <Item>(items: readonly Item[], most: number): readonly Item[] => items.slice(-most).toReversed();

/** Composite alarms first, then firing alarms. */
const byUrgency = (a: AlarmView, b: AlarmView): number =>
  Number(b.kind === 'composite') - Number(a.kind === 'composite') ||
  Number(b.state === 'ALARM') - Number(a.state === 'ALARM') ||
  (a.name < b.name ? -1 : 1);
