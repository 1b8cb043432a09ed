import { plainText } from '../../foundation/markdown-text';

/** The titles at one instant. */
export interface TopTitles {
  /** Epoch ms. */
  readonly instant: number;
  /** Most watched first. */
  readonly titles: readonly { readonly contentId: string; readonly streams: number }[];
  /** All that are not named. */
  readonly others: { readonly titles: number; readonly streams: number };
}

const SHOWN = 20;

/** The most watched titles as a Markdown table. Titles' ids come from players: nothing in them may be Markdown. */
export const topTitlesTable = ({ instant, titles, others }: TopTitles): string => {
  const rest = titles.slice(SHOWN);
  const restStreams = rest.reduce((sum, { streams }) => sum + streams, others.streams);
  return [
    `At ${new Date(instant).toISOString().slice(11, 19)} UTC`,
    '',
    '| title | streams |',
    '| --- | ---: |',
    ...titles.slice(0, SHOWN).map(({ contentId, streams }) => `| ${plainText(contentId)} | ${streams} |`),
    `| ${rest.length + others.titles} others | ${restStreams} |`,
  ].join('\n');
};
