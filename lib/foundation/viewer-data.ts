import { CfnResource, type Duration } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** The store keeps nothing about viewers. */
interface NoViewerData {
  readonly keeps: 'nothing';
}

/**
 * The store is a list of erased viewers, by digests and pseudonyms. It stays: without it, their later events could not be
 * dropped.
 */
interface Suppressions {
  readonly keeps: 'suppressions';
}

/** The store keeps data about viewers, and `ends` says how an erasure reaches it. */
interface SomeViewerData {
  /** Pseudonyms with their playbacks; session ids without a viewer; or raw viewer ids and keys of pseudonyms. */
  readonly keeps: 'pseudonyms' | 'session ids' | 'viewer ids' | 'keys';
  /** `erasure`: the erase step removes a viewer. A duration: everything is deleted after it. */
  readonly ends: 'erasure' | Duration;
  /** Where in the store, in a few words. @default - everywhere in it */
  readonly where?: string;
  /** Copies that AWS keeps after the data was deleted. @default - none; a bucket adds its old versions */
  readonly copies?: Copies;
}

/** Copies that outlive deleted data, such as old versions of objects. */
interface Copies {
  readonly what: string;
  readonly kept: Duration;
}

/** What a store keeps about viewers. Every store of lib/foundation requires this declaration at compile time. */
export type ViewerData = NoViewerData | Suppressions | SomeViewerData;

/** Declares that a store keeps nothing about viewers. */
export const NO_VIEWER_DATA: ViewerData = { keeps: 'nothing' };

/** The key of a template's metadata under which tools and docs find the declaration. */
export const VIEWER_DATA_METADATA = 'Playhead::ViewerData';

/** Writes the declaration into the template, beside the store's resource. */
export const declareViewerData = (store: IConstruct, declared: ViewerData): void => {
  const resource = store instanceof CfnResource ? store : store.node.defaultChild;
  if (!(resource instanceof CfnResource)) throw new Error(`${store.node.path} is not a CloudFormation resource.`);
  resource.addMetadata(VIEWER_DATA_METADATA, toMetadata(declared));
};

/** The declaration in a template's metadata. */
export interface ViewerDataMetadata {
  readonly keeps: string;
  /** Until when, in words; absent if it keeps nothing. */
  readonly until?: string;
  /** After how many days everything is deleted; absent if an erasure deletes it. */
  readonly days?: number;
  readonly where?: string;
  /** Copies that outlive deleted data, and for how many days. */
  readonly copies?: string;
  readonly copiesDays?: number;
}

const toMetadata = (declared: ViewerData): ViewerDataMetadata => {
  if (declared.keeps === 'nothing') return { keeps: 'nothing' };
  if (declared.keeps === 'suppressions') return { keeps: 'suppressions', until: 'for good' };
  const { keeps, ends, where, copies } = declared;
  return {
    keeps,
    ...(ends === 'erasure'
      ? { until: 'until an erasure' }
      : { until: `for ${ends.toHumanString()}`, days: Math.ceil(ends.toDays({ integral: false })) }),
    ...(where !== undefined && { where }),
    ...(copies && { copies: copies.what, copiesDays: Math.ceil(copies.kept.toDays({ integral: false })) }),
  };
};
