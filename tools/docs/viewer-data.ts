import { markdownTable } from './blocks';

/** The viewer data that a store declares. */
interface Declared {
  readonly subsystem: string;
  readonly store: string;
  readonly keeps: string;
  readonly until?: string;
  readonly where?: string;
  readonly copies?: string;
  readonly copiesDays?: number;
}

/** The table of docs/erasure.md: every store with data about viewers, and the names of the stores without. */
export const viewerDataBlock = (declared: readonly Declared[]): readonly string[] => {
  const stores = [...declared].sort((left, right) => left.subsystem.localeCompare(right.subsystem));
  const keeping = stores.filter(({ keeps }) => keeps !== 'nothing');
  const rows = keeping.map(({ subsystem, store, keeps, until = '', where = 'everywhere', copies, copiesDays = 0 }) => [
    ...[subsystem, `\`${store}\``, keeps, until, where],
    copies === undefined ? '' : `${copies} for ${copiesDays} ${copiesDays === 1 ? 'day' : 'days'}`,
  ]);
  const empty = stores.filter(({ keeps }) => keeps === 'nothing').map(({ store }) => `\`${store}\``);
  return [
    ...markdownTable(['subsystem', 'store', 'keeps', 'until', 'where', 'copies of deleted data'], rows),
    '',
    `These stores keep nothing about viewers: ${empty.join(', ')}.`,
  ];
};
