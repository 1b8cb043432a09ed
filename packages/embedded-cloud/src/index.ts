export { Cloud, type CloudOptions } from './cloud';
export { type Fault, type Faults, WATCHER } from './core/faults';
export type { Invocation, Invoker, ObjectWriter, StreamRecord } from './core/ports';
export type { Surroundings } from './core/service';
export type { RunningResource } from './core/templates/deploy';
export type { CloudWatch } from './services/cloudwatch/cloudwatch';
export type { AlarmState, AlarmTransition, AlarmView } from './services/cloudwatch/views';
export type { Notification, Sns } from './services/sns/sns';
