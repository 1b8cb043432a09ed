import { Fields } from '../../core/fields';
import type { JsonObject, Operation } from '../../core/service';
import type { LogGroup } from './log-group';
import type { LogGroups } from './log-groups';

/** Returns a function that makes an operation of a call on the group that its input names. */
export const onGroupOf =
  (groups: LogGroups) =>
  (call: (group: LogGroup, input: Fields) => JsonObject | Promise<JsonObject>): Operation =>
  (input) => {
    const fields = new Fields(input, 'InvalidParameterException');
    return call(groups.of(fields), fields);
  };
