import type { Condition } from './field';

/** Whether a condition holds for an event. */
export const holds = (condition: Condition, event: object): boolean =>
  Object.entries(condition).every(([name, values]) => values.some((value) => value === Reflect.get(event, name)));

/** A condition as text, such as "event is playing and state is starting". */
export const describeCondition = (condition: Condition): string =>
  Object.entries(condition)
    .map(([name, values]) => `${name} is ${values.join(' or ')}`)
    .join(' and ');
