import { DEVICE_TYPES, type DeviceType } from '../families/viewing';

/**
 * The device classes that form cohorts. The class `other` forms none: it mixes unrelated devices, so an alarm on it would
 * name no device to repair, and its metrics and alarms cost as much as those of any class. Its events count for their CDN
 * and for all players.
 */
export const COHORT_DEVICES: readonly DeviceType[] = DEVICE_TYPES.filter((device) => device !== 'other');
