import { shortName, story, summary, told, toneOf } from './alarms.js';
import { element } from './element.js';
import { every, getJson } from './endpoint.js';
import { clock, count } from './format.js';

const POLL_MS = 5_000;
const NAMED = 4;

const strip = document.getElementById('strip');
const groups = ['ALARM', 'INSUFFICIENT_DATA', 'OK'].map((state) => {
  const heading = element('h3');
  const list = element('ul');
  const section = element('section', '', heading, list);
  return { state, heading, list, section };
});
const changes = element('ul', 'events');
const sent = element('ul', 'events');

document
  .getElementById('alarm-panel')
  .append(
    element('div', 'groups', ...groups.map(({ section }) => section)),
    element('div', 'lately', element('h3', '', 'Changes'), changes, element('h3', '', 'Sent by SNS'), sent),
  );

/** One of the list: its state and name, and opened what it means. Kept from draw to draw, so that it stays open. */
class Item {
  constructor(name) {
    this.state = element('span', 'state');
    this.since = element('small');
    this.body = element('div');
    const title = element('summary', '', this.state, ` ${shortName(name)} `, this.since);
    this.details = element('details', '', title, this.body);
    this.element = element('li', '', this.details);
  }

  show({ state, since, reason, description }, isNew) {
    this.element.dataset.tone = toneOf(state);
    this.state.textContent = told(state);
    this.since.textContent = `since ${clock(since)}`;
    const { meaning, impact, section } = story(description);
    const rows = [
      element('p', '', meaning),
      impact && element('p', '', element('b', '', 'Impact '), impact),
      element('p', 'note', reason),
    ];
    if (section) {
      const link = element('a', '', 'What to do: the runbook');
      link.href = `runbook.html#${section}`;
      rows.push(element('p', '', link));
    }
    this.body.replaceChildren(...rows.filter(Boolean));
    if (isNew) this.details.open = state === 'ALARM';
  }
}

const items = new Map();

const drawList = (alarms) => {
  for (const { state, heading, list, section } of groups) {
    const members = alarms.filter((alarm) => alarm.state === state);
    heading.textContent = `${count(members.length)} ${state === 'ALARM' ? 'firing' : told(state)}`;
    section.hidden = members.length === 0;
    const elements = members.map((alarm) => {
      const known = items.get(alarm.name) ?? { item: new Item(alarm.name) };
      known.item.show(alarm, known.state !== alarm.state);
      items.set(alarm.name, { item: known.item, state: alarm.state });
      return known.item.element;
    });
    if (elements.some((one, at) => list.children[at] !== one) || list.children.length !== elements.length) {
      list.replaceChildren(...elements);
    }
  }
};

const event = (at, state, text) => {
  const made = element('li', '', element('time', '', clock(at)), ` ${told(state)} `, text);
  made.dataset.tone = toneOf(state);
  return made;
};

const orNone = (rows, none) => (rows.length > 0 ? rows : [element('li', 'note', none)]);

const drawEvents = ({ transitions, notifications }) => {
  const news = transitions.filter(({ from, to }) => !(from === 'INSUFFICIENT_DATA' && to === 'OK'));
  changes.replaceChildren(
    ...orNone(
      news.slice(0, 20).map(({ at, to, alarm }) => event(at, to, shortName(alarm))),
      'none yet',
    ),
  );
  sent.replaceChildren(
    ...orNone(
      notifications.map(({ at, state, about, addresses }) =>
        event(at, state, `${shortName(about)} → ${addresses.join(', ') || 'nobody'}`),
      ),
      'nothing yet',
    ),
  );
};

let latest;

const draw = (answer) => {
  latest = answer;
  const { text, tone, named } = summary(answer);
  strip.dataset.tone = tone;
  const line = document.getElementById('alarm-summary');
  if (line.textContent !== text) line.textContent = text;
  const rest = named.length > NAMED ? [element('span', 'more', `+${count(named.length - NAMED)}`)] : [];
  const chips = named.slice(0, NAMED).map((name) => element('span', 'chip', shortName(name)));
  document.getElementById('alarm-names').replaceChildren(...chips, ...rest);
  if (!strip.open) return;
  drawList(answer.alarms);
  drawEvents(answer);
};

strip.addEventListener('toggle', () => latest && draw(latest));

/** Opens the strip at one of the alarms. */
export const showAlarm = (name) => {
  strip.open = true;
  if (latest) draw(latest);
  const item = items.get(name)?.item;
  if (!item) return;
  item.details.open = true;
  item.element.scrollIntoView({ block: 'nearest' });
  item.details.firstElementChild.focus({ preventScroll: true });
};

every(POLL_MS, async () => {
  try {
    draw(await getJson('api/alarms'));
  } catch {
    strip.dataset.tone = 'none';
    document.getElementById('alarm-summary').textContent = 'How the alarms stand is not known';
  }
});
