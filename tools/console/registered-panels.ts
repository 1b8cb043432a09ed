import { join } from 'node:path';
import type { Cloud } from 'embedded-cloud';
import { registered } from '../subsystems/registered';
import type { ApiHandler, ConsolePanel } from './console-panel';

/** The console's own panel. Faults are injected into the embedded cloud, which belongs to no subsystem. */
const FAULTS: ConsolePanel = {
  name: 'faults',
  title: 'Faults',
  note: 'break a service, and watch the pipeline recover',
  module: join(__dirname, 'page/faults-panel.ts'),
  order: 60,
  columns: 1,
};

/** Every panel of the overview, in the order in which the page places them. */
export const registeredPanels = (): readonly ConsolePanel[] =>
  [FAULTS, ...registered('console').flatMap(({ registration }) => registration.panels)].toSorted(
    (one, other) => one.order - other.order,
  );

/** The handlers of the panels' own APIs, by the path below `api/`. */
export const registeredApis = (cloud: Cloud): ReadonlyMap<string, ApiHandler> =>
  new Map(registered('console').flatMap(({ registration }) => Object.entries(registration.apis?.(cloud) ?? {})));
