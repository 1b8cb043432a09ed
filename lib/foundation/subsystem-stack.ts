import { Stack } from 'aws-cdk-lib';
import type { IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import type { IConstruct } from 'constructs';
import { resourceName } from '../../domain/names';
import type { StageScope } from './stage-scope';
import type { StageSettings } from './stage-settings';

/**
 * The stack of one subsystem. The constructs of lib/foundation read from it which stage and which subsystem they are
 * in, so that names and retention periods need not be passed along.
 */
export class SubsystemStack extends Stack {
  /**
   * Additional rows of widgets for the Pipeline dashboard. Operations finds alarms, queues, tables and functions
   * itself.
   */
  readonly pipelineRows: IWidget[][] = [];
  readonly settings: StageSettings;

  constructor(
    scope: StageScope,
    readonly subsystem: string,
  ) {
    const { name, terminationProtection } = scope.config;
    super(scope, subsystem.charAt(0).toUpperCase() + subsystem.slice(1), {
      stackName: resourceName(name, subsystem),
      terminationProtection,
    });
    this.settings = scope.config;
  }

  /** The subsystem's stack that contains a construct; throws if there is none. */
  static override of(construct: IConstruct): SubsystemStack {
    const stack = Stack.of(construct);
    if (!(stack instanceof SubsystemStack)) throw new Error(`${construct.node.path} is not in a subsystem's stack.`);
    return stack;
  }
}

/** The settings of the stage that a construct is in. */
export const settingsOf = (construct: IConstruct): StageSettings => SubsystemStack.of(construct).settings;

/** The physical name of a resource of the stage that a construct is in, such as `playhead-dev-presence`. */
export const nameIn = (construct: IConstruct, part?: string): string => resourceName(settingsOf(construct).name, part);
