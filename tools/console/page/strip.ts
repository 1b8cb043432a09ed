import type { AlarmView } from 'embedded-cloud/views';
import type { AlarmsView } from '../views';
import { inWords, shortName, splitDescription, summary, toneOf } from './alarms';
import { byId, element, setText } from './element';
import { type Api, every, getJson } from './endpoint';
import { clock, count } from './format';

const ALARMS: Api<AlarmsView> = { path: 'api/alarms' };
const POLL_MS = 5_000;
const NAMED_ALARMS = 4;
const SHOWN_CHANGES = 20;

const strip = byId('strip');
const isOpen = (): boolean => strip.hasAttribute('open');

const groups = (['ALARM', 'INSUFFICIENT_DATA', 'OK'] as const).map((state) => {
  const heading = element('h3');
  const list = element('ul');
  return { state, heading, list, section: element('section', '', heading, list) };
});
const changes = element('ul', 'events');
const sent = element('ul', 'events');

byId('alarm-panel').append(
  element('div', 'groups', ...groups.map(({ section }) => section)),
  element('div', 'lately', element('h3', '', 'Changes'), changes, element('h3', '', 'Notifications'), sent),
);

/**
 * An alarm in the list: its state and name, and its meaning when it is opened. Items are kept, so that they stay open.
 */
class Item {
  private readonly state = element('span', 'state');
  private readonly since = element('small');
  private readonly body = element('div');
  private readonly title: HTMLElement;
  private readonly details: HTMLDetailsElement;
  private shown: AlarmView['state'] | undefined;
  readonly element: HTMLElement;

  constructor(name: string) {
    this.title = element('summary', '', this.state, ` ${shortName(name)} `, this.since);
    this.details = element('details', '', this.title, this.body);
    this.element = element('li', '', this.details);
  }

  /** An alarm that has just fired opens. */
  show({ state, since, reason, description }: AlarmView): void {
    this.element.dataset['tone'] = toneOf(state);
    this.state.textContent = inWords(state);
    this.since.textContent = `since ${clock(since)}`;
    const { meaning, impact, section } = splitDescription(description);
    const rows = [element('p', '', meaning)];
    if (impact) rows.push(element('p', '', element('b', '', 'Impact '), impact));
    rows.push(element('p', 'note', reason));
    if (section) rows.push(element('p', '', runbookLink(section)));
    this.body.replaceChildren(...rows);
    if (this.shown !== state) this.details.open = state === 'ALARM';
    this.shown = state;
  }

  /** Opens the alarm, scrolls to it and moves the focus to it. */
  focus(): void {
    this.details.open = true;
    this.element.scrollIntoView({ block: 'nearest' });
    this.title.focus({ preventScroll: true });
  }
}

const runbookLink = (section: string): HTMLElement => {
  const link = element('a', '', 'Open the runbook section');
  link.href = `runbook.html#${section}`;
  return link;
};

const items = new Map<string, Item>();

const itemOf = (alarm: AlarmView): Item => {
  const item = items.get(alarm.name) ?? new Item(alarm.name);
  items.set(alarm.name, item);
  item.show(alarm);
  return item;
};

const drawList = (alarms: readonly AlarmView[]): void => {
  for (const { state, heading, list, section } of groups) {
    const members = alarms.filter((alarm) => alarm.state === state);
    heading.textContent = `${count(members.length)} ${state === 'ALARM' ? 'firing' : inWords(state)}`;
    section.hidden = members.length === 0;
    const elements = members.map((alarm) => itemOf(alarm).element);
    const isSame = list.children.length === elements.length && elements.every((one, at) => list.children[at] === one);
    if (!isSame) list.replaceChildren(...elements);
  }
};

const event = (at: number, state: string, text: string): HTMLElement => {
  const created = element('li', '', element('time', '', clock(at)), ` ${inWords(state)} `, text);
  created.dataset['tone'] = toneOf(state);
  return created;
};

const orNote = (rows: readonly HTMLElement[], note: string): readonly HTMLElement[] =>
  rows.length > 0 ? rows : [element('li', 'note', note)];

const drawEvents = ({ transitions, notifications }: AlarmsView): void => {
  const news = transitions.filter(({ from, to }) => !(from === 'INSUFFICIENT_DATA' && to === 'OK'));
  changes.replaceChildren(
    ...orNote(
      news.slice(0, SHOWN_CHANGES).map(({ at, to, alarm }) => event(at, to, shortName(alarm))),
      'none yet',
    ),
  );
  sent.replaceChildren(
    ...orNote(
      notifications.map(({ at, state, about, addresses }) =>
        event(at, state, `${shortName(about)} → ${addresses.join(', ') || 'no subscriber'}`),
      ),
      'nothing yet',
    ),
  );
};

let latest: AlarmsView | undefined;

const draw = (view: AlarmsView): void => {
  latest = view;
  const { text, tone, names } = summary(view);
  strip.dataset['tone'] = tone;
  setText(byId('alarm-summary'), text);
  const rest = names.length > NAMED_ALARMS ? [element('span', 'more', `+${count(names.length - NAMED_ALARMS)}`)] : [];
  const chips = names.slice(0, NAMED_ALARMS).map((name) => element('span', 'chip', shortName(name)));
  byId('alarm-names').replaceChildren(...chips, ...rest);
  if (!isOpen()) return;
  drawList(view.alarms);
  drawEvents(view);
};

const drawLatest = (): void => {
  if (latest) draw(latest);
};

strip.addEventListener('toggle', drawLatest);

/** Opens the strip at an alarm. */
export const showAlarm = (name: string): void => {
  strip.setAttribute('open', '');
  drawLatest();
  items.get(name)?.focus();
};

every(POLL_MS, async () => {
  try {
    draw(await getJson(ALARMS));
  } catch {
    strip.dataset['tone'] = 'none';
    byId('alarm-summary').textContent = 'The state of the alarms is unknown';
  }
});
