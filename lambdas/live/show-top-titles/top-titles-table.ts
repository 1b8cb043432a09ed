import { plainText } from '../../foundation/markdown-text';
import type { LiveTitles } from '../live-counts-items';

const SHOWN = 20;

/** The most watched titles as a Markdown table. The ids of titles come from players, so they are escaped. */
export const topTitlesTable = ({ instant, titles, others }: LiveTitles): string => {
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
