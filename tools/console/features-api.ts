import type { HttpRequest, HttpResponse } from 'embedded-cloud/http';
import type { ViewerFeatures } from '../../domain/features';
import { json, methodNotAllowed } from './answers';

/** As long as a player may send one. */
const MAX_VIEWER_ID = 128;

/** Where the console finds what recommendations know of a viewer. */
export interface FeatureSource {
  readonly reader: { getFeatures(viewerId: string): Promise<ViewerFeatures> };
  /** Titles by content id; without those that no catalog has. */
  readonly titlesOf: (contentIds: readonly string[]) => Promise<Readonly<Record<string, string>>>;
}

/** What recommendations know of one viewer, as the console shows it. */
export interface ViewerView {
  /** Epoch ms. */
  readonly now: number;
  /** What the reader took. */
  readonly lookupMs: number;
  readonly features: ViewerFeatures;
  /** By content id, of the titles in `features` that the catalog has. */
  readonly titles: Readonly<Record<string, string>>;
}

/** Answers /api/features?viewer=<id>, of one whom nobody knows, too. The id is kept nowhere, and in no message. */
export const featuresApi =
  ({ reader, titlesOf }: FeatureSource) =>
  async ({ method, query }: HttpRequest): Promise<HttpResponse> => {
    if (method !== 'GET') return methodNotAllowed('GET');
    const viewerId = query.get('viewer') ?? '';
    if (viewerId === '' || viewerId.length > MAX_VIEWER_ID) {
      return json(400, { issues: [{ field: 'viewer', reason: `must have 1 to ${MAX_VIEWER_ID} characters` }] });
    }
    const from = performance.now();
    const features = await reader.getFeatures(viewerId);
    const lookupMs = performance.now() - from;
    const view: ViewerView = { now: Date.now(), lookupMs, features, titles: await titlesOf(contentIdsIn(features)) };
    return json(200, view);
  };

const contentIdsIn = ({ continueWatching, recentTitles }: ViewerFeatures): readonly string[] => [
  ...new Set([...continueWatching, ...recentTitles].map(({ contentId }) => contentId)),
];
