import type { IConstruct } from 'constructs';
import { Handler } from '../foundation/handler';
import { OperationalAlarm } from '../foundation/operational-alarm';
import { SubsystemStack } from '../foundation/subsystem-stack';
import { Table } from '../foundation/table';
import { WorkQueue } from '../foundation/work-queue';

/** The constructs of a stage that Operations shows: every construct of lib/foundation registers itself by existing. */
export interface Registered {
  readonly stacks: readonly SubsystemStack[];
  /** The alarms that notify people. */
  readonly alarms: readonly OperationalAlarm[];
  readonly functions: readonly Handler<Readonly<Record<string, string>>>[];
  readonly queues: readonly WorkQueue[];
  readonly tables: readonly Table[];
}

/** Finds them below a scope, in the order in which they were created. */
export const findRegistered = (scope: IConstruct): Registered => {
  const all = scope.node.findAll();
  return {
    stacks: all.filter((one) => one instanceof SubsystemStack),
    alarms: all.filter((one) => one instanceof OperationalAlarm).filter(({ notifies }) => notifies),
    functions: all.filter((one) => one instanceof Handler),
    queues: all.filter((one) => one instanceof WorkQueue),
    tables: all.filter((one) => one instanceof Table),
  };
};
