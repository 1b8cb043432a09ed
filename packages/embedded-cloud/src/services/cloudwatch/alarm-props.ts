import type { DeclaredResource, Surroundings } from '../../core/service';
import { Fields } from '../../core/fields';
import type { AlarmProps } from './alarm';
import { invalidProperty } from './errors';

/** Reads the properties that metric and composite alarms have in common. Throws when an action is not supported. */
export const toAlarmProps = (
  resource: DeclaredResource,
  kind: AlarmProps['kind'],
  { region, accountId }: Surroundings,
): AlarmProps => {
  const properties = new Fields(resource.properties);
  const name = properties.optionalString('AlarmName') ?? resource.generatedName();
  if (properties.has('ActionsSuppressor')) throw invalidProperty('ActionsSuppressor', `of ${name} is not supported`);
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
  if (other !== undefined) throw invalidProperty(name, `may only contain SNS topics, not ${other}`);
  return actions;
};
