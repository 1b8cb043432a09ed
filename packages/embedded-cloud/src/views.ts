/* The shapes that a web page receives: types only, without the services behind them. */
export type { Fault } from './core/faults';
export type { AlarmState, AlarmTransition, AlarmView } from './services/cloudwatch/views';
