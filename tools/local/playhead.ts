import { Cloud, type CloudOptions, type RunningResource } from 'embedded-cloud';
import { loadTitles } from '../catalog/load-catalog';
import type { Content } from '../../domain/lake';
import { DashboardReader } from '../console/dashboards/dashboards';
import { registeredApis, registeredPanels } from '../console/registered-panels';
import { consoleSite } from '../console/site';
import { Catalog } from '../simulator/catalog';
import { contentsOf } from '../simulator/contents';
import { startViewers, type Viewers, type ViewersOptions } from '../simulator/viewers';
import { catalogPlacesOf } from './catalog-places';
import { shouldPrint, notificationLine } from './notification-line';
import { Observer } from './observer';
import type { PreparedFolder } from './prepare-folder';
import { LOCAL_STAGE } from './stage';
import type { Terminal } from './terminal';

/** How to start the pipeline. */
export interface PlayheadOptions extends Omit<ViewersOptions, 'endpoint'> {
  /** The port of the endpoint; 0 for a free port. */
  readonly port: number;
}

/** The whole pipeline on this machine, with its viewers. */
export interface Playhead {
  readonly cloud: Cloud;
  readonly viewers: Viewers;
  readonly observer: Observer;
  readonly dashboards: DashboardReader;
  /** The catalog's entries for the titles that the viewers watch. */
  readonly contents: readonly Content[];
  readonly consoleUrl: string;
  /** Stops the viewers and the cloud; accepted events are kept. */
  stop(): Promise<void>;
}

/**
 * Starts the cloud of a prepared folder and prints the steps; there are no viewers yet. See CloudOptions for
 * `beforeStart`.
 */
export const startCloud = async (
  { assemblyDir, stateDir, assembly }: PreparedFolder,
  { port, beforeStart }: Pick<CloudOptions, 'port' | 'beforeStart'>,
  terminal: Terminal,
): Promise<Cloud> => {
  await terminal.step(
    'synthesizing the templates',
    () => assembly,
    (outcome) => (outcome === 'reused' ? 'reusing the templates: no input has changed' : 'synthesized the templates'),
  );
  return terminal.step('starting the declared resources', () =>
    Cloud.start({ assemblyDir, stage: LOCAL_STAGE, stateDir, port, beforeStart }),
  );
};

/** Starts the cloud of a prepared folder, loads the catalog and starts the viewers; prints the steps. */
export const startPlayhead = async (
  folder: PreparedFolder,
  options: PlayheadOptions,
  terminal: Terminal,
): Promise<Playhead> => {
  const contents = contentsOf(new Catalog(options.catalogSize).titles);
  const beforeStart = async (cloud: Cloud): Promise<void> => {
    await terminal.step(`loading ${contents.length} titles into the catalog`, () =>
      loadTitles(contents, catalogPlacesOf(cloud)),
    );
  };
  const cloud = await startCloud(folder, { port: options.port, beforeStart }, terminal);
  terminal.print(`    running: ${tally(countByType(cloud.deployment.running))}`);
  terminal.print(`    declared, not run here: ${tally(cloud.deployment.notRun)}`);
  for (const property of cloud.deployment.ignored.keys())
    terminal.print(`    declared, without effect here: ${property}`);
  const { endpoint } = cloud.surroundings;
  for (const problem of cloud.access.problems) terminal.print(`    policies: ${problem}`);
  for (const message of cloud.access.denials.keys()) terminal.print(denialLine(message));
  cloud.access.onDenial((message) => terminal.print(denialLine(message)));
  const viewers = await terminal.step(`starting ${options.viewers} viewers`, () =>
    startViewers({ ...options, endpoint }),
  );
  const observer = new Observer(cloud, viewers);
  const { faults } = cloud;
  const { cloudwatch, lambda, sns } = cloud.services;
  const dashboards = new DashboardReader(cloudwatch, lambda);
  const operations = {
    dashboards,
    cloudwatch,
    sns,
    counts: (now: number) => observer.evidence(now),
    outages: () => observer.outages(),
  };
  const [panels, apis] = [registeredPanels(), registeredApis(cloud)];
  cloud.addSite(consoleSite({ snapshot: () => observer.snapshot(), faults, operations, panels, apis }));
  sns.onNotification((notification) => {
    if (shouldPrint(notification)) terminal.print(notificationLine(notification));
  });
  const stop = async (): Promise<void> => {
    await viewers.close();
    await cloud.stop();
  };
  return { cloud, viewers, observer, dashboards, contents, consoleUrl: `${endpoint}/_playhead/`, stop };
};

/** A denial as AWS words it, on a line of the terminal. */
const denialLine = (message: string): string => `  ! DENIED: ${message}`;

const countByType = (resources: readonly RunningResource[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const { type } of resources) counts.set(type, (counts.get(type) ?? 0) + 1);
  return counts;
};

/** `Kinesis::Stream 1, Lambda::Function 5` */
const tally = (byType: ReadonlyMap<string, number>): string =>
  [...byType].map(([type, count]) => `${type.replace('AWS::', '')} ${count}`).join(', ');
