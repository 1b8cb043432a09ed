import { Fields, isObject } from 'embedded-cloud/json';
import type { AxisSide, DrawnMoment, DrawnThreshold } from './drawn-widget';

/** The thresholds of a widget: `annotations.horizontal`. Source: CloudWatch, "Dashboard body structure". */
export const toThresholds = (properties: Fields): readonly DrawnThreshold[] =>
  annotationsOf(properties, 'horizontal').map(([from, to]) => {
    const fill = from.optionalString('fill');
    return {
      value: from.number('value'),
      ...(to && { to: to.number('value') }),
      ...lookOf(from, to),
      ...((fill === 'above' || fill === 'below') && { fill }),
      axis: toAxisSide(from.optionalString('yAxis')),
    };
  });

/** The moments that a widget marks: `annotations.vertical`. Throws for an invalid time. */
export const toMoments = (properties: Fields): readonly DrawnMoment[] =>
  annotationsOf(properties, 'vertical').map(([from, to]) => ({
    at: timeOf(from),
    ...(to && { to: timeOf(to) }),
    ...lookOf(from, to),
  }));

/** The axis of a line: left unless it names the right one. */
export const toAxisSide = (given: unknown): AxisSide => (given === 'right' ? 'right' : 'left');

/** The visible annotations: each is an object, or the pair of objects that limits a band. */
const annotationsOf = (properties: Fields, direction: string): readonly (readonly [Fields, Fields?])[] => {
  const given = properties.object('annotations')?.all[direction];
  return (Array.isArray(given) ? given : []).flatMap((one: unknown) => {
    const [from, to] = (Array.isArray(one) ? one : [one]).filter(isObject).map((ends) => new Fields(ends));
    return from?.boolean('visible', true) ? [[from, to] as const] : [];
  });
};

const lookOf = (from: Fields, to: Fields | undefined) => {
  const color = from.optionalString('color');
  const label = from.optionalString('label') ?? to?.optionalString('label') ?? '';
  return { label, ...(color !== undefined && { color }) };
};

const timeOf = (annotation: Fields): number => {
  const given = annotation.string('value');
  const time = Date.parse(given);
  if (Number.isNaN(time)) throw new SyntaxError(`The time of an annotation is invalid: ${given}`);
  return time;
};
