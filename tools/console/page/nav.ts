import type { DashboardNames } from '../views';
import { byId, element } from './element';
import { type Api, getJson } from './endpoint';

const DASHBOARDS: Api<DashboardNames> = { path: 'api/dashboards' };
const DEFAULT_MINUTES = 15;
const MAX_MINUTES = 60;

/** A dashboard and the minutes that it shows. */
export interface Address {
  /** Undefined if there are no dashboards. */
  readonly name: string | undefined;
  readonly minutes: number;
}

const titleOf = (name: string): string => {
  const words = name.replace(/^playhead-[a-z]+-/, '').replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** Reads the fragment of an address, `#<name>/<minutes>`; the first dashboard if it names none. */
export const fromAddress = (hash: string, names: readonly string[]): Address => {
  const [name = '', minutes] = hash.slice(1).split('/');
  const given = Number(minutes);
  return {
    name: names.includes(name) ? name : names[0],
    minutes: given >= 1 && given <= MAX_MINUTES ? given : DEFAULT_MINUTES,
  };
};

/** The address of a dashboard. */
export const toAddress = (name: string, minutes: number): string =>
  `dashboards.html#${name}${minutes === DEFAULT_MINUTES ? '' : `/${minutes}`}`;

const link = (href: string, text: string, isCurrent: boolean): HTMLElement => {
  const created = element('a', '', text);
  created.href = href;
  if (isCurrent) created.setAttribute('aria-current', 'page');
  return created;
};

let names: readonly string[] = [];
let drawn = '';

/** The names of all dashboards, in order. They do not change while the endpoint runs. */
export const dashboardNames = async (): Promise<readonly string[]> => {
  if (names.length === 0) names = (await getJson(DASHBOARDS)).dashboards;
  return names;
};

/** Draws the links to all pages. `current` is the name of a dashboard or 'overview'; undefined for any other page. */
export const drawNav = async (current?: string, minutes = DEFAULT_MINUTES): Promise<void> => {
  const dashboards = await dashboardNames();
  const state = `${current ?? ''}/${minutes}`;
  if (drawn === state) return;
  drawn = state;
  const nav = byId('nav');
  nav.replaceChildren(
    link('./', 'Overview', current === 'overview'),
    ...dashboards.map((name) => link(toAddress(name, minutes), titleOf(name), name === current)),
  );
  nav.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  if (current !== undefined && dashboards.includes(current)) document.title = `${titleOf(current)} · Playhead`;
};
