import type { ViewerFeatures } from '../../../domain/features';

/** The features of one viewer, as the console shows them. */
export interface ViewerView {
  /** Epoch ms. */
  readonly now: number;
  /** The duration of the lookup. */
  readonly lookupMs: number;
  readonly features: ViewerFeatures;
  /** The titles in `features`, by content id, without those that are not in the catalog. */
  readonly titles: Readonly<Record<string, string>>;
}
