import { element } from './element';
import type { Figure } from './tone';

/** The elements of a list of numbers. */
export const toFigures = (figures: readonly Figure[]): readonly HTMLElement[] =>
  figures.map(([name, value, tone]) => {
    const number = element('dd', '', value);
    if (tone) number.dataset['tone'] = tone;
    return element('div', '', element('dt', '', name), number);
  });
