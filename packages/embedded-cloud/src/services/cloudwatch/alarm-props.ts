import { type DeclaredResource, ServiceError, type Surroundings } from '../../core/service';
import { Fields } from '../../core/fields';
import type { AlarmProps } from './alarm';

/** What metric and composite alarms are declared with alike. Throws on an action that is not run here. */
export const toAlarmProps = (
  resource: DeclaredResource,
  kind: AlarmProps['kind'],
  { region, accountId }: Surroundings,
): AlarmProps => {
  const properties = new Fields(resource.properties);
  const name = properties.optionalString('AlarmName') ?? resource.generatedName();
  if (properties.has('ActionsSuppressor')) throw wrong(`ActionsSuppressor of ${name} is not run here`);
  return {
    name,
    arn: `arn:aws:cloudwatch:${region}:${accountId}:alarm:${name}`,
    kind,
    description: properties.optionalString('AlarmDescription') ?? '',
    actionsEnabled: properties.boolean('ActionsEnabled', true),
    actions: {
      ALARM: topicsIn(properties, 'AlarmActions'),
      OK: topicsIn(properties, 'OKActions'),
      INSUFFICIENT_DATA: topicsIn(properties, 'InsufficientDataActions'),
    },
    declared: resource.properties,
  };
};

const topicsIn = (properties: Fields, name: string): readonly string[] => {
  const actions = properties.strings(name);
  const other = actions.find((action) => !action.startsWith('arn:aws:sns:'));
  if (other !== undefined) throw wrong(`${name} go to SNS topics here, not to ${other}`);
  return actions;
};

const wrong = (problem: string): ServiceError => new ServiceError('ValidationError', `${problem}.`);
