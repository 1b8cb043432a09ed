import { Lazy } from 'aws-cdk-lib';
import type { ViewerStore } from '../../domain/erasure';
import type { StageScope } from '../foundation/stage-scope';
import { storedViewerData } from '../foundation/stored-viewer-data';

/**
 * The stage's stores that an erasure empties, or that delete what they keep about viewers, as JSON for an environment
 * variable. It is read when the app is synthesized, because subsystems that are created later declare stores too.
 */
export const viewerStores = (stage: StageScope): string =>
  Lazy.string({
    produce: () => {
      const declared = storedViewerData(stage).filter(({ keeps }) => keeps !== 'nothing' && keeps !== 'suppressions');
      const stores: readonly ViewerStore[] = declared.map(
        ({ subsystem, store, keeps, where, days, copies, copiesDays }) => ({
          ...{ subsystem, store, keeps },
          ...(where !== undefined && { where }),
          ...(days !== undefined && { days }),
          ...(copies !== undefined && { copies, copiesDays }),
        }),
      );
      return JSON.stringify(stores);
    },
  });
