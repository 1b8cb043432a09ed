import { DIMENSIONS, OTHER } from '../../domain/dimensions';
import { COHORT_DEVICES } from '../../domain/quality';

/** A group of players that metrics and alarms distinguish. */
export interface Cohort {
  /** As it appears in alarm names and labels: all, smart_tv, cdn-a, smart_tv-cdn-a. */
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** Every cohort that watch-quality publishes, by kind. */
export interface Cohorts {
  readonly allPlayers: Cohort;
  readonly devices: readonly Cohort[];
  readonly cdns: readonly Cohort[];
  readonly deviceCdns: readonly Cohort[];
}

/** The cohorts of a stage. Only the CDNs of its configuration form cohorts, so that the number is bounded. */
export const cohortsOf = (cdns: readonly string[]): Cohorts => {
  const byDevice = COHORT_DEVICES.map((device) => ({ name: device, dimensions: { [DIMENSIONS.deviceType]: device } }));
  const byCdn = [...cdns, OTHER].map((cdn) => ({ name: cdn, dimensions: { [DIMENSIONS.cdn]: cdn } }));
  return {
    allPlayers: { name: 'all', dimensions: {} },
    devices: byDevice,
    cdns: byCdn,
    deviceCdns: byDevice.flatMap((device) =>
      byCdn.map((cdn) => ({
        name: `${device.name}-${cdn.name}`,
        dimensions: { ...device.dimensions, ...cdn.dimensions },
      })),
    ),
  };
};
