import { recentIn, recentItem, type FeatureItem, versionOf } from '../../clients/feature-items';
import type { RecentSessions } from '../../domain/features/recent-sessions';
import type { UpdateServices } from '../../lambdas/update-features/update-features';
import { FACTS } from './watching';

/** The stream's part of the features table in memory, with the one condition that its writes carry. */
export class FeatureStore implements UpdateServices {
  readonly items = new Map<string, FeatureItem>();
  writes = 0;
  /** Called before each write: another lane that comes in between. */
  beforeWrite: () => Promise<unknown> = () => Promise.resolve();

  readonly read = (viewerIds: readonly string[]) =>
    Promise.resolve(
      new Map(
        viewerIds.map((viewerId) => {
          const item = this.items.get(viewerId);
          return [viewerId, { recent: recentIn(item), version: versionOf(item) }];
        }),
      ),
    );

  readonly write = async (viewerId: string, recent: RecentSessions, readVersion: number) => {
    await this.beforeWrite();
    if (versionOf(this.items.get(viewerId)) !== readVersion) return false;
    this.writes += 1;
    this.items.set(viewerId, recentItem(viewerId, recent, readVersion + 1, 1_000));
    return true;
  };

  readonly factsOf = () => Promise.resolve(FACTS);

  /** What is stored of a viewer. */
  recentOf(viewerId: string): RecentSessions {
    return recentIn(this.items.get(viewerId));
  }
}
