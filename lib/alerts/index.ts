import { defineSubsystem } from '../foundation/subsystem';
import { AlertsStack } from './alerts-stack';

export type { MessageRecipient } from './alarm-topic';

/** Alerts: the topic that every alarm of a stage notifies, and the budget. */
export const alerts = defineSubsystem('alerts', (stage, name) => new AlertsStack(stage, name, stage.config.alerts));
