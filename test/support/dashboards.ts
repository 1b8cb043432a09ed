import type { Template } from 'aws-cdk-lib/assertions';
import { refOf } from './stacks';

/** The parts of a dashboard's widget that tests read. */
export interface DashboardWidget {
  readonly type: string;
  readonly properties: {
    readonly title: string;
    /**
     * Rows of namespace, name, dimensions and options, with "." for the value in the row above; or rows of an
     * expression.
     */
    readonly metrics?: readonly (readonly unknown[])[];
    readonly alarms?: readonly string[];
    readonly annotations?: { readonly horizontal?: readonly object[] };
    readonly endpoint?: string;
    readonly period?: number;
  };
}

/** A metric that a widget shows. */
interface ShownMetric {
  readonly title: string;
  readonly namespace: string;
  readonly name: string;
  readonly period: number;
}

/** CloudWatch's default, used if a widget sets no period. */
const DEFAULT_PERIOD_SECONDS = 300;

/** The widgets of each dashboard of a stack, by its name. References to other resources are written as {LogicalId}. */
export const dashboardsOf = (stack: Template): ReadonlyMap<string, readonly DashboardWidget[]> =>
  new Map(
    Object.values(stack.findResources('AWS::CloudWatch::Dashboard')).map(({ Properties }) => {
      const { DashboardName, DashboardBody } = Properties as { DashboardName: string; DashboardBody: unknown };
      const { widgets } = JSON.parse(toText(DashboardBody)) as { widgets: DashboardWidget[] };
      return [DashboardName, widgets];
    }),
  );

/** Every metric that a widget shows or calculates with. */
export const metricsOf = ({ properties }: DashboardWidget): readonly ShownMetric[] => {
  const shown: ShownMetric[] = [];
  for (const row of properties.metrics ?? []) {
    const [namespace, name] = row;
    const options = row.at(-1);
    const period = (typeof options === 'object' && (options as { period?: number }).period) || properties.period;
    if (typeof namespace !== 'string' || typeof name !== 'string') continue; // an expression
    shown.push({ title: properties.title, namespace, name, period: period ?? DEFAULT_PERIOD_SECONDS });
  }
  return shown;
};

const toText = (value: unknown): string => {
  if (typeof value === 'string') return value;
  if (typeof value === 'object' && value !== null && 'Fn::Join' in value) {
    return (value['Fn::Join'] as [string, unknown[]])[1].map(toText).join('');
  }
  return `{${refOf(value) ?? 'elsewhere'}}`;
};
