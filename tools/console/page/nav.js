import { getJson } from './endpoint.js';

const titleOf = (name) => {
  const words = name.replace(/^playhead-[a-z]+-/, '').replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** The dashboard's name in the address, and over how many minutes it is shown: `#<name>/<minutes>`. */
export const fromAddress = (hash, names) => {
  const [name, minutes] = hash.slice(1).split('/');
  const given = Number(minutes);
  return { name: names.includes(name) ? name : names[0], minutes: given >= 1 && given <= 60 ? given : 15 };
};

/** The address of a dashboard. */
export const toAddress = (name, minutes) => `dashboards.html#${name}${minutes === 15 ? '' : `/${minutes}`}`;

const link = (href, text, isCurrent) => {
  const made = document.createElement('a');
  made.href = href;
  made.textContent = text;
  if (isCurrent) made.setAttribute('aria-current', 'page');
  return made;
};

let names = [];
let drawn;

/** Every dashboard by name, in order. They come from the templates: they don't change while the endpoint runs. */
export const dashboardNames = async () => {
  if (names.length === 0) ({ dashboards: names } = await getJson('api/dashboards'));
  return names;
};

/** Draws the ways to every page; `current` is a dashboard's name, 'overview', or undefined where the page is none of them. */
export const drawNav = async (current, minutes = 15) => {
  const dashboards = await dashboardNames();
  if (drawn === `${current}/${minutes}`) return;
  drawn = `${current}/${minutes}`;
  document
    .getElementById('nav')
    .replaceChildren(
      link('./', 'Overview', current === 'overview'),
      ...dashboards.map((name) => link(toAddress(name, minutes), titleOf(name), name === current)),
    );
  document.querySelector('#nav [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  if (dashboards.includes(current)) document.title = `${titleOf(current)} · Playhead`;
};
