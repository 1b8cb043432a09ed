import { type ErrorRanking, type ErrorSummary, recentSessions, type Tally } from '../../../domain/quality';
import { plainText } from '../../foundation/markdown-text';

/** The error codes of a day as a Markdown table. Codes, versions and titles come from players, so they are escaped. */
export const errorsTable = ({ codes, otherSessions, rankedAt }: ErrorRanking, now: number): string =>
  [
    `Sessions by error code today, at ${timeOf(rankedAt)} UTC`,
    '',
    '| code | last 10 min | today | first seen (UTC) | app versions | devices | titles |',
    '| --- | ---: | ---: | --- | --- | --- | --- |',
    ...codes.map((summary) => row(summary, now)),
    `| others | | ${otherSessions} | | | | |`,
  ].join('\n');

const row = (summary: ErrorSummary, now: number): string => {
  const { code, sessions, firstSeenAt, appVersions, deviceTypes, contentIds } = summary;
  const seen = `${new Date(firstSeenAt).toISOString().slice(0, 10)} ${timeOf(firstSeenAt)}`;
  const values = [appVersions, deviceTypes, contentIds].map(listOf).join(' | ');
  return `| ${plainText(code)} | ${recentSessions(summary, now)} | ${sessions} | ${seen} | ${values} |`;
};

const timeOf = (epochMs: number): string => new Date(epochMs).toISOString().slice(11, 19);

const listOf = (tallies: readonly Tally[]): string =>
  tallies.map(([value, sessions]) => `${plainText(value)} ${sessions}`).join(', ');
