import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ConsoleRegistration } from '../console/console-panel';
import type { CostRegistration } from '../cost/cost-registration';
import type { DemoSection } from '../demo/demo-section';
import type { SmokeCheck } from '../smoke/smoke-check';

/**
 * What a subsystem may register with the tools. The file `tools/subsystems/<subsystem>/<kind>.ts` exports a
 * registration of that kind as its default. The tools find it by listing the folders, so that a new subsystem adds
 * files and edits no list.
 */
export interface Registrations {
  readonly console: ConsoleRegistration;
  readonly cost: CostRegistration;
  readonly demo: DemoSection;
  readonly smoke: readonly SmokeCheck[];
}

/** A registration and the folder in which it was found. */
export interface Registered<Kind extends keyof Registrations> {
  readonly subsystem: string;
  readonly registration: Registrations[Kind];
}

/** The subsystems in the order in which events reach them; all others follow in alphabetical order. */
const FLOW: readonly string[] = ['ingest', 'live', 'features', 'quality', 'lake', 'warehouse', 'ledger'];

/** Loads the registrations of one kind; throws if a file has no default export. */
export const registered = <Kind extends keyof Registrations>(kind: Kind): readonly Registered<Kind>[] =>
  readdirSync(__dirname, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ subsystem: name, file: join(__dirname, name, `${kind}.ts`) }))
    .filter(({ file }) => existsSync(file))
    .toSorted((one, other) => inOrder(one.subsystem, other.subsystem))
    .map(({ subsystem, file }) => ({
      subsystem,
      registration: load(file) as Registrations[Kind], // each file declares the type of its export
    }));

const inOrder = (one: string, other: string): number => positionOf(one) - positionOf(other) || (one < other ? -1 : 1);

const positionOf = (subsystem: string): number => (FLOW.includes(subsystem) ? FLOW.indexOf(subsystem) : FLOW.length);

const load = (file: string): unknown => {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the files are found at run time, and callers need them at once
  const loaded: unknown = require(file);
  if (typeof loaded === 'object' && loaded !== null && 'default' in loaded) return loaded.default;
  throw new Error(`${file} has no default export.`);
};
