import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { loadTitles } from '../catalog/load-catalog';
import type { Content } from '../../domain/lake';
import { Cloud } from '../../packages/embedded-cloud/src/cloud';
import { DashboardReader } from '../console/dashboards/dashboards';
import { consoleSite } from '../console/site';
import { inheritedEnvironment } from '../../packages/embedded-cloud/src/core/env';
import { synthesize } from './synthesize';
import type { RunningResource } from '../../packages/embedded-cloud/src/core/templates/deploy';
import { Catalog } from '../simulator/catalog';
import { contentsOf } from '../simulator/contents';
import { startViewers, type Viewers, type ViewersOptions } from '../simulator/viewers';
import { catalogPlacesOf } from './catalog-places';
import { featureSourceOf } from './feature-source';
import { keepFolder } from './folder-lock';
import { isNews, tellNotification } from './notification-line';
import { Observer } from './observer';
import { LOCAL_STAGE } from './stage';
import type { Terminal } from './terminal';

/** Where the cloud of one machine keeps what it has, and listens. */
export interface CloudPlace {
  /** 0 for a free one. */
  readonly port: number;
  /** Below it: the synthesized templates and what the services keep. */
  readonly folder: string;
  /** Who says so, to others that would write there. */
  readonly command: string;
  /** Begin with nothing, whatever is kept there. */
  readonly isFresh?: boolean;
}

/** How the pipeline is brought up. */
export interface PlayheadOptions extends Omit<ViewersOptions, 'endpoint'>, CloudPlace {}

/** The whole pipeline on this machine, with its viewers. */
export interface Playhead {
  readonly cloud: Cloud;
  readonly viewers: Viewers;
  readonly observer: Observer;
  readonly dashboards: DashboardReader;
  /** What the CMS says of the titles that are watched. */
  readonly contents: readonly Content[];
  readonly consoleUrl: string;
  /** Ends viewers and cloud; what was accepted is kept. */
  stop(): Promise<void>;
}

/** Synthesizes and brings the cloud up, saying so as it goes; nobody watches yet. */
export const startCloud = async (place: CloudPlace, terminal: Terminal): Promise<Cloud> => {
  const { folder, port, command, isFresh = false } = place;
  keepFolder(folder, command);
  const [assemblyDir, stateDir] = [join(folder, 'cdk.out'), join(folder, 'state')];
  if (isFresh) await Promise.all([assemblyDir, stateDir].map((one) => rm(one, { recursive: true, force: true })));
  await terminal.step('synthesizing the templates', () => synthesize(LOCAL_STAGE, assemblyDir, inheritedEnvironment()));
  return terminal.step('bringing up what they declare', () =>
    Cloud.start({ assemblyDir, stage: LOCAL_STAGE, stateDir: join(stateDir, LOCAL_STAGE), port }),
  );
};

/** Synthesizes, brings the cloud up and lets the viewers in, saying so as it goes. */
export const startPlayhead = async (options: PlayheadOptions, terminal: Terminal): Promise<Playhead> => {
  const cloud = await startCloud(options, terminal);
  terminal.print(`    running: ${tally(countByType(cloud.deployment.running))}`);
  terminal.print(`    declared, not run here: ${tally(cloud.deployment.notRun)}`);
  const { endpoint } = cloud.surroundings;
  const contents = contentsOf(new Catalog(options.catalogSize).titles);
  await terminal.step(`loading ${contents.length} titles into the catalog`, () =>
    loadTitles(contents, catalogPlacesOf(cloud)),
  );
  const viewers = await terminal.step(`letting ${options.viewers} viewers in`, () =>
    startViewers({ ...options, endpoint }),
  );
  const observer = new Observer(cloud, viewers);
  const { faults } = cloud;
  const { cloudwatch, lambda, sns } = cloud.services;
  const dashboards = new DashboardReader(cloudwatch, lambda);
  const operations = { dashboards, cloudwatch, sns };
  const features = featureSourceOf(cloud);
  cloud.addSite(consoleSite({ snapshot: () => observer.snapshot(), faults, operations, features }));
  sns.onNotification((notification) => {
    if (isNews(notification)) terminal.print(tellNotification(notification));
  });
  const stop = async (): Promise<void> => {
    await viewers.close();
    await cloud.stop();
  };
  return { cloud, viewers, observer, dashboards, contents, consoleUrl: `${endpoint}/_playhead/`, stop };
};

const countByType = (resources: readonly RunningResource[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const { type } of resources) counts.set(type, (counts.get(type) ?? 0) + 1);
  return counts;
};

/** `Kinesis::Stream 1, Lambda::Function 5` */
const tally = (byType: ReadonlyMap<string, number>): string =>
  [...byType].map(([type, count]) => `${type.replace('AWS::', '')} ${count}`).join(', ');
