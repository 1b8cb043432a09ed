import { element } from './element';
import { count, share } from './format';

/** One row of a ranking. */
export interface RankingRow {
  readonly name: string;
  readonly streams: number;
  /** Whether the row is the sum of all other entries. It has no bar, because the bar would be the longest. */
  readonly isRest?: boolean;
}

/**
 * Adds a ranking to a section, and returns a function that draws its rows. The list has at least `minRows` rows, so
 * that its height does not change. Names come from players and are untrusted, so they are only inserted as text.
 */
export const addRanking = (section: HTMLElement, minRows: number): ((rows: readonly RankingRow[]) => void) => {
  const list = element('ol', 'ranking');
  section.append(list);
  const places: Place[] = [];
  return (rows) => {
    const total = rows.reduce((sum, { streams }) => sum + streams, 0);
    const largest = Math.max(1, ...rows.filter(({ isRest }) => !isRest).map(({ streams }) => streams));
    while (places.length < Math.max(minRows, rows.length)) places.push(new Place(list));
    places.forEach((place, at) => place.fill(rows[at], total, largest));
  };
};

/** The place of one row. */
class Place {
  private readonly item = element('li');
  private readonly name = element('bdi');
  private readonly streams = element('b');
  private readonly part = element('span');

  constructor(list: HTMLElement) {
    this.item.append(this.name, this.streams, this.part);
    list.append(this.item);
  }

  /** The bar of a row is as long as its share of the largest row. */
  fill(row: RankingRow | undefined, total: number, largest: number): void {
    this.item.classList.toggle('rest', row?.isRest === true);
    this.item.style.setProperty('--share', String(row && !row.isRest ? row.streams / largest : 0));
    this.name.textContent = this.name.title = row?.name ?? '';
    this.streams.textContent = row ? count(row.streams) : '';
    this.part.textContent = row ? share(row.streams, total) : '';
  }
}
