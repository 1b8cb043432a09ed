import type { ViewerFeatures } from '../../../domain/features';
import { json, methodNotAllowed } from '../../console/answers';
import type { ApiHandler } from '../../console/console-panel';
import type { ViewerView } from './viewer-view';

/** The longest id that a player may send. */
const MAX_VIEWER_ID = 128;

/** The sources of a viewer's features. */
export interface FeatureSource {
  readonly reader: { getFeatures(viewerId: string): Promise<ViewerFeatures> };
  /** Titles by content id, without those that are not in the catalog. */
  readonly titlesOf: (contentIds: readonly string[]) => Promise<Readonly<Record<string, string>>>;
}

/** Answers `features?viewer=<id>`, also for an unknown viewer. The id is neither stored nor part of any message. */
export const featuresApi =
  ({ reader, titlesOf }: FeatureSource): ApiHandler =>
  async ({ method, query }) => {
    if (method !== 'GET') return methodNotAllowed('GET');
    const viewerId = query.get('viewer') ?? '';
    if (viewerId === '' || viewerId.length > MAX_VIEWER_ID) {
      return json(400, { issues: [{ field: 'viewer', reason: `must have 1 to ${MAX_VIEWER_ID} characters` }] });
    }
    const start = performance.now();
    const features = await reader.getFeatures(viewerId);
    const lookupMs = performance.now() - start;
    const view: ViewerView = { now: Date.now(), lookupMs, features, titles: await titlesOf(contentIdsIn(features)) };
    return json(200, view);
  };

const contentIdsIn = ({ continueWatching, recentTitles }: ViewerFeatures): readonly string[] => [
  ...new Set([...continueWatching, ...recentTitles].map(({ contentId }) => contentId)),
];
