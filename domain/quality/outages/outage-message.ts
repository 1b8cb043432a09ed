import { describeCohort } from './cohort';
import type { Outage, OutageRatio } from './outage';
import type { OutageChange } from './outage-detector';
import { MEASURES, type Problem } from './problem';

/** Where a message comes from, and where it leads. */
export interface MessagePlace {
  readonly stage: string;
  /** Where the documents of the repository can be read, without a slash at the end. */
  readonly docsUrl: string;
}

/** A message of SNS. */
export interface Message {
  /** SNS accepts at most 99 ASCII characters. */
  readonly Subject: string;
  readonly Message: string;
}

const MAX_SUBJECT = 99;

/** What the person on call needs to know about a change of an outage. */
export const outageMessage = ({ kind, outage }: OutageChange, { stage, docsUrl }: MessagePlace): Message => {
  const cause = describeOutage(outage);
  const lines = [
    `${HEADLINES[kind]}: ${cause}.`,
    '',
    ...outage.ratios.map(ratioLine),
    `Since: ${time(outage.since)}. Found: ${time(outage.foundAt)}.`,
    ...(outage.endedAt === undefined ? [] : [`Ended: ${time(outage.endedAt)}.`]),
    `Hurt: about ${outage.viewers.toLocaleString('en-US')} viewers in three minutes, at its worst.`,
    '',
    `What to do: ${docsUrl}/runbook.md#${RUNBOOK[outage.ratios[0]?.problem ?? 'start-failures']}`,
    `Outage ${outage.id} of stage ${stage}.`,
  ];
  return { Subject: toAscii(`[${stage}] ${SUBJECTS[kind]}: ${cause}`), Message: lines.join('\n') };
};

/** An outage in words: "starts fail, smart_tv on CDN cdn-a". */
export const describeOutage = ({ ratios, cohort }: Pick<Outage, 'ratios' | 'cohort'>): string =>
  [...ratios.map(({ problem }) => TITLES[problem]), describeCohort(cohort)].join(', ');

const TITLES: Readonly<Record<Problem, string>> = {
  'start-failures': 'starts fail',
  'playback-failures': 'playback fails',
  rebuffering: 'playback stalls',
  'slow-startup': 'starts are slow',
};

const RUNBOOK: Readonly<Record<Problem, string>> = {
  'start-failures': 'starts-fail',
  'playback-failures': 'playback-fails',
  rebuffering: 'playback-stalls',
  'slow-startup': 'starts-are-slow',
};

const SUBJECTS: Readonly<Record<OutageChange['kind'], string>> = {
  found: 'Outage',
  explained: 'Outage, new cause',
  ended: 'Outage ended',
};

const HEADLINES: Readonly<Record<OutageChange['kind'], string>> = {
  found: 'Playback is breaking',
  explained: 'Another cohort explains the outage better',
  ended: 'The outage has ended',
};

const ratioLine = ({ problem, ratio, limit, elsewhere, coverage }: OutageRatio): string =>
  [
    `${percent(ratio)} ${MEASURES[problem].ratio} (limit ${percent(limit)}`,
    elsewhere === null ? ').' : `, ${percent(elsewhere)} everywhere else).`,
    coverage < 1 ? ` ${percent(coverage)} of all the affected are in this cohort.` : '',
  ].join('');

const percent = (share: number): string => {
  const value = 100 * share;
  return `${value >= 10 || value === 0 ? Math.round(value) : value.toFixed(1)} %`;
};

const time = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

/** A title or a version may have any character. */
const toAscii = (text: string): string => {
  const ascii = text.replace(/[^\x20-\x7e]/g, '?');
  return ascii.length > MAX_SUBJECT ? `${ascii.slice(0, MAX_SUBJECT - 3)}...` : ascii;
};
