import { CfnResource } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { SubsystemStack } from './subsystem-stack';
import { VIEWER_DATA_METADATA, type ViewerDataMetadata } from './viewer-data';

/** The viewer data that one store declares. */
export interface StoredViewerData extends ViewerDataMetadata {
  readonly subsystem: string;
  /** The path of its construct in the subsystem's stack. */
  readonly store: string;
}

/** The declarations of all stores below a scope, in the order in which they were created. */
export const storedViewerData = (scope: IConstruct): readonly StoredViewerData[] =>
  scope.node.findAll().flatMap((construct) => {
    if (!(construct instanceof CfnResource)) return [];
    const declared = construct.getMetadata(VIEWER_DATA_METADATA) as ViewerDataMetadata | undefined;
    if (declared === undefined) return [];
    const stack = SubsystemStack.of(construct);
    const path = construct.node.path.slice(stack.node.path.length + 1).replace(/\/Resource$/, '');
    return [{ subsystem: stack.subsystem, store: path, ...declared }];
  });
