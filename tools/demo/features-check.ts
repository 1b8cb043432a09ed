import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import type { Cloud } from 'embedded-cloud';
import { type Affinity, FEATURES_METRICS, type ViewerFeatures } from '../../domain/features';
import type { Keyring } from '../../domain/ingest';
import { embeddedSettings } from '../local/clients';
import { featuresReaderOf } from '../local/feature-source';
import { keyringOf } from '../local/keyring';
import type { Playhead } from '../local/playhead';
import type { LoggedSession } from '../simulator/watch-log';
import { type ExpectedFeatures, expectedFeatures } from './expected-features';
import { type LookupTimes, timeLookups } from './lookup-times';
import { LOCAL_STAGE } from '../local/stage';

/** Every viewer's features against what their players told. */
export interface FeaturesReport extends LookupTimes {
  /** Who told of anything. */
  readonly viewers: number;
  /** Of those, how many were looked up: all of them. */
  readonly checked: number;
  /** Of those, whose features are not what they must be. */
  readonly wrong: number;
  /** From the receipt of an event until it was in its viewer's features: told, not judged, for cold starts are in it. */
  readonly delayMsP50: number;
  readonly delayMsP99: number;
}

/** For what waits around the stream to be back in it, and taken in. */
const TAKEN_IN_WITHIN_MS = 60_000;
const BATCH = 50;

type History = ReadonlyMap<string, readonly LoggedSession[]>;

/** Looks every viewer up and holds what is found to the truth; while some differ, events may still be on their way. */
export const checkFeatures = async ({ cloud, viewers, contents }: Playhead): Promise<FeaturesReport> => {
  const history = groupByViewer(await viewers.watched());
  const catalog = new Map(contents.map((content) => [content.content_id, content]));
  const keyring = await keyringOf(cloud)();
  const deadline = Date.now() + TAKEN_IN_WITHIN_MS;
  for (;;) {
    const found = await lookUpAll(cloud, keyring, history);
    const wrong = [...history].filter(
      ([viewerId, sessions]) => !isRight(found.of(viewerId), expectedFeatures(sessions, catalog, found.at)),
    ).length;
    if (wrong === 0 || Date.now() > deadline) {
      const about = { viewers: history.size, checked: found.size, wrong };
      const reader = featuresReaderOf(cloud, { keyring: () => Promise.resolve(keyring) });
      return { ...about, ...(await delays(cloud)), ...(await timeLookups(reader, [...history.keys()])) };
    }
    await delay(1_000);
  }
};

/** What differs from what it must be, each as a sentence. */
export const featureDifferences = ({ viewers, checked, wrong }: FeaturesReport): readonly string[] => {
  const rules: readonly (readonly [boolean, string])[] = [
    [checked === viewers, `of ${viewers} viewers only ${checked} have features`],
    [wrong === 0, `${wrong} of ${viewers} viewers have wrong features`],
  ];
  return rules.flatMap(([holds, sentence]) => (holds ? [] : [sentence]));
};

const groupByViewer = (sessions: readonly LoggedSession[]): History => {
  const history = new Map<string, LoggedSession[]>();
  for (const session of sessions) {
    const known = history.get(session.viewer_id);
    if (known) known.push(session);
    else history.set(session.viewer_id, [session]);
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

/** Sums of fractions differ by how they are added up, and so may the order of what is equal but for that. */
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

/** One period for the whole run: a percentile can't be made of percentiles. */
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
