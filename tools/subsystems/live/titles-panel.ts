import { clock, counted, visible } from '../../console/page/format';
import type { Panel } from '../../console/page/panel';
import { addRanking, type RankingRow } from '../../console/page/ranking';
import type { TitlesView } from '../../console/snapshot';

/** A snapshot has at most 20 titles, and a row for all others. */
const ROWS = 21;

/** The most watched titles at the newest complete instant. */
const titlesPanel: Panel = ({ section, note }) => {
  const draw = addRanking(section, ROWS);
  return ({ titles }) => {
    note.textContent = titles ? `at ${clock(titles.instant)}` : 'no complete count yet';
    draw(titles ? toRows(titles) : []);
  };
};

export default titlesPanel;

const toRows = ({ titles, others }: TitlesView): readonly RankingRow[] => [
  ...titles.map(({ contentId, streams }) => ({ name: toVisible(contentId), streams })),
  ...(others.titles === 0
    ? []
    : [{ name: counted(others.titles, 'other title'), streams: others.streams, isRest: true }]),
];

/** An empty id is shown in quotation marks. */
const toVisible = (id: string): string => (id.trim() === '' ? JSON.stringify(id) : visible(id));
