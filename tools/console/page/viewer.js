import { element } from './element.js';
import { every, getJson, toReason } from './endpoint.js';
import { counted, visible } from './format.js';
import { viewerFacts } from './viewer-facts.js';

const POLL_MS = 3_000;
/** The simulator's viewers are viewer-0 and so on; this many are among any crowd that is worth looking at. */
const OTHERS = 50;

const byId = (id) => document.getElementById(`viewer-${id}`);
const input = byId('id');

/** Whose features are shown. */
let viewerId = input.value;

const say = (text) => {
  const note = byId('note');
  if (note.textContent !== text) note.textContent = text; // read out where it changes only
};

const bar = (share) => {
  const made = element('div', 'progress');
  made.style.setProperty('--share', share);
  return made;
};

const titleRow = ({ title, contentId, notes, share }) => {
  const name = element('bdi', '', title);
  name.title = contentId;
  return element('li', '', name, element('p', 'note', notes.join(' · ')), ...(share === null ? [] : [bar(share)]));
};

const drawTitles = (list, { rows, more }, none) => {
  const rest = more > 0 ? [element('li', 'note', `and ${counted(more, 'title')} more`)] : [];
  list.replaceChildren(...(rows.length > 0 ? rows.map(titleRow) : [element('li', 'note', none)]), ...rest);
};

const affinityRow = ({ name, minutes, share }) => {
  const row = element('li', '', element('bdi', '', name), element('b', '', minutes));
  row.style.setProperty('--share', share);
  return row;
};

const affinityGroup = ({ name, rows }) =>
  element(
    'div',
    '',
    element('h4', '', name),
    rows.length > 0 ? element('ol', 'ranking', ...rows.map(affinityRow)) : element('p', 'note', 'nothing yet'),
  );

/** Ids and titles are whatever a player or a catalog sent: they are only ever text. */
const draw = (view) => {
  const facts = viewerFacts(view);
  byId('figures').replaceChildren(
    ...facts.figures.map(([name, value]) => element('div', '', element('dt', '', name), element('dd', '', value))),
  );
  drawTitles(byId('continue'), facts.continueWatching, 'nothing begun and not finished');
  drawTitles(byId('recent'), facts.recentTitles, 'nothing watched');
  byId('affinities').replaceChildren(...facts.affinities.map(affinityGroup));
};

const look = async () => {
  const asked = viewerId;
  try {
    const view = await getJson(`api/features?viewer=${encodeURIComponent(asked)}`);
    if (asked !== viewerId) return;
    const { isKnown } = view.features;
    if (isKnown) draw(view);
    byId('known').hidden = !isKnown;
    say(isKnown ? `Showing ${visible(asked)}.` : `Recommendations know nothing of ${visible(asked)}.`);
  } catch (error) {
    if (asked !== viewerId) return;
    byId('known').hidden = true;
    say(`What is known of ${visible(asked)} could not be read: ${toReason(error)}.`);
  }
};

const lookNow = every(POLL_MS, look);

const show = (id) => {
  viewerId = id;
  void lookNow();
};

byId('form').addEventListener('submit', (event) => {
  event.preventDefault();
  show(input.value);
});

byId('other').addEventListener('click', () => {
  const others = Array.from({ length: OTHERS }, (_, number) => `viewer-${number}`).filter((id) => id !== viewerId);
  input.value = others[Math.floor(Math.random() * others.length)];
  show(input.value);
});
