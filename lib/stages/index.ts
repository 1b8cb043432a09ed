import type { StageConfig } from './config';
import { dev } from './dev';
import { prod } from './prod';
import type { StageName } from './stage-names';
import { staging } from './staging';

export { local } from './local';
export type { StageConfig } from './config';
export { numericSettings, withSettings } from './numeric-settings';
export { isStageName, STAGE_NAMES, type StageName } from './stage-names';

/** The configuration of every stage. */
export const STAGES: Readonly<Record<StageName, StageConfig>> = { dev, staging, prod };
export { withoutReservations } from './without-reservations';
