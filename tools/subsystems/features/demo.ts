import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { type Affinity, FEATURES_METRICS, type ViewerFeatures } from '../../../domain/features';
import type { Keyring } from '../../../domain/ingest';
import type { Cloud } from 'embedded-cloud';
import type { DemoRun } from '../../demo/demo-run';
import { brokenRules, defineSection, type SectionDeclaration } from '../../demo/demo-section';
import { embeddedSettings } from '../../local/clients';
import { keyringOf } from '../../local/keyring';
import { LOCAL_STAGE } from '../../local/stage';
import type { LoggedSession } from '../../simulator/watch-log';
import { type ExpectedFeatures, expectedFeatures } from './expected-features';
import { featuresReaderOf } from './feature-source';
import { type LookupTimes, timeLookups } from './lookup-times';

/** The features of every viewer, compared with what their players sent. */
interface FeaturesReport extends LookupTimes {
  /** Viewers whose players sent anything. */
  readonly viewers: number;
  /** Viewers who have features. */
  readonly checked: number;
  /** Viewers whose features are wrong or missing. */
  readonly wrong: number;
  /**
   * The time from the receipt of an event until its viewer's features contain it. It has no limit, because cold starts
   * are included.
   */
  readonly delayMsP50: number;
  readonly delayMsP99: number;
}

/** Events in the overflow queue and in retries are in the features within this time. */
const UPDATED_WITHIN_MS = 60_000;
const POLL_MS = 1_000;
const BATCH = 50;

type History = ReadonlyMap<string, readonly LoggedSession[]>;

/**
 * Looks up every viewer until all features are right or the deadline has passed, because events may still be in
 * transit.
 */
const check = async ({ cloud, viewers, contents }: DemoRun): Promise<FeaturesReport> => {
  const history = groupByViewer(await viewers.watched());
  const catalog = new Map(contents.map((content) => [content.content_id, content]));
  const keyring = await keyringOf(cloud)();
  const deadline = Date.now() + UPDATED_WITHIN_MS;
  for (;;) {
    const found = await lookUpAll(cloud, keyring, history);
    const wrong = [...history].filter(
      ([viewerId, sessions]) => !isRight(found.of(viewerId), expectedFeatures(sessions, catalog, found.at)),
    ).length;
    if (wrong === 0 || Date.now() > deadline) {
      const reader = featuresReaderOf(cloud, { keyring: () => Promise.resolve(keyring) });
      return {
        ...{ viewers: history.size, checked: found.size, wrong },
        ...(await delays(cloud)),
        ...(await timeLookups(reader, [...history.keys()])),
      };
    }
    await delay(POLL_MS);
  }
};

const groupByViewer = (sessions: readonly LoggedSession[]): History => {
  const history = new Map<string, LoggedSession[]>();
  for (const session of sessions) {
    const { viewer_id: viewerId } = session;
    if (viewerId === undefined) continue; // an anonymous viewer has no features
    const known = history.get(viewerId);
    if (known) known.push(session);
    else history.set(viewerId, [session]);
  }
  return history;
};

const lookUpAll = async (cloud: Cloud, keyring: Keyring, history: History) => {
  const at = Date.now();
  const reader = featuresReaderOf(cloud, { keyring: () => Promise.resolve(keyring), now: () => at });
  const viewerIds = [...history.keys()];
  const found = new Map<string, ViewerFeatures>();
  for (let from = 0; from < viewerIds.length; from += BATCH) {
    const batch = await reader.getBatch(viewerIds.slice(from, from + BATCH));
    for (const [viewerId, features] of batch) if (features.isKnown) found.set(viewerId, features);
  }
  return { at, size: found.size, of: (viewerId: string) => found.get(viewerId) };
};

/**
 * Affinities are sums of fractions, which depend on the order of addition: they are compared with a tolerance and
 * unordered.
 */
const isRight = (found: ViewerFeatures | undefined, expected: ExpectedFeatures): boolean => {
  if (!found) return false;
  const { affinities: expectedAffinities, ...rest } = expected;
  const { affinities, rebuiltUntil, ...foundRest } = found;
  return (
    rebuiltUntil === null &&
    isDeepStrictEqual(foundRest, rest) &&
    (['genre', 'deviceType', 'timeOfDay'] as const).every((name) => isClose(affinities[name], expectedAffinities[name]))
  );
};

const TOLERANCE_MINUTES = 0.001;

const isClose = (found: readonly Affinity[], expected: ReadonlyMap<string, number>): boolean =>
  found.every(({ value, minutes }) => Math.abs(minutes - (expected.get(value) ?? 0)) <= TOLERANCE_MINUTES) &&
  [...expected].every(([value, minutes]) => minutes <= TOLERANCE_MINUTES || found.some((one) => one.value === value));

/** One period covers the whole run: percentiles of periods cannot be combined. */
const WHOLE_RUN_SECONDS = 86_400;

const delays = async (cloud: Cloud): Promise<Pick<FeaturesReport, 'delayMsP50' | 'delayMsP99'>> => {
  const cloudwatch = new CloudWatchClient(embeddedSettings(cloud.surroundings));
  const Metric = { Namespace: `Playhead/${LOCAL_STAGE}`, MetricName: FEATURES_METRICS.featuresDelay };
  const { MetricDataResults = [] } = await cloudwatch.send(
    new GetMetricDataCommand({
      StartTime: new Date(Date.now() - 3_600_000),
      EndTime: new Date(Date.now() + 60_000),
      MetricDataQueries: ['p50', 'p99'].map((Stat) => ({
        Id: Stat,
        MetricStat: { Metric, Period: WHOLE_RUN_SECONDS, Stat },
      })),
    }),
  );
  const [p50, p99] = MetricDataResults.map(({ Values = [] }) => Math.max(...Values));
  return { delayMsP50: p50 ?? Infinity, delayMsP99: p99 ?? Infinity };
};

/** Checks that every viewer has the right features. */
export const featuresSection: SectionDeclaration<FeaturesReport> = {
  after: ['lake'],
  step: 'looking up every viewer',
  check,
  differences: ({ viewers, checked, wrong }) =>
    brokenRules([
      [checked === viewers, `${checked} of ${viewers} viewers have features`],
      [wrong === 0, `${wrong} of ${viewers} viewers have wrong features`],
    ]),
  numbers: (features) => ({ ...features }),
};

export default defineSection(featuresSection);
