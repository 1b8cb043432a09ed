import { element, setText } from '../../console/page/element';
import { type Api, every, getJson, toReason } from '../../console/page/endpoint';
import { clock, count, visible } from '../../console/page/format';
import type { Panel } from '../../console/page/panel';
import type { ErrorRow, ErrorsView } from './errors-view';

const POLL_MS = 5_000;

const API: Api<ErrorsView> = { path: 'api/errors' };

const NUMBERS = ['Code', 'Last 10 min', 'Today', 'First seen'];
const LISTS = ['App versions', 'Devices', 'Titles'];

/** The error codes of today, since when they occur, and whom they affect. All texts come from players and are untrusted. */
const errorsPanel: Panel = ({ section, note }) => {
  const rows = element('tbody');
  const headings = [
    ...NUMBERS.map((name) => element('th', '', name)),
    ...LISTS.map((name) => element('th', 'list', name)),
  ];
  const head = element('thead', '', element('tr', '', ...headings));
  section.append(element('div', 'scrolling', element('table', '', head, rows)));

  every(POLL_MS, async () => {
    try {
      const { codes, otherSessions, rankedAt } = await getJson(API);
      setText(note, rankedAt === null ? 'no errors today' : `sessions, at ${clock(rankedAt)}`);
      rows.replaceChildren(...codes.map(toRow), ...(otherSessions > 0 ? [restRow(otherSessions)] : []));
    } catch (error) {
      setText(note, `unknown: ${toReason(error)}`);
    }
  });
  return () => undefined; // the panel has an API of its own
};

export default errorsPanel;

const toRow = (row: ErrorRow): HTMLElement => {
  const { code, recentSessions, sessions, firstSeenAt, appVersions, deviceTypes, contentIds } = row;
  const texts = [count(recentSessions), count(sessions), since(firstSeenAt)];
  const lists = [appVersions, deviceTypes, contentIds];
  return element(
    'tr',
    '',
    element('th', '', element('bdi', '', visible(code))),
    ...texts.map((text) => element('td', '', text)),
    ...lists.map((values) => element('td', 'list', ...values.flatMap(([value, of]) => toValue(value, of)))),
  );
};

const toValue = (value: string, sessions: number): readonly (Node | string)[] => [
  element('bdi', '', visible(value)),
  ` ${count(sessions)} `,
];

const restRow = (sessions: number): HTMLElement =>
  element('tr', '', element('th', '', 'others'), element('td'), element('td', '', count(sessions)));

/** The date, if it was not today. */
const since = (at: number): string => {
  const date = new Date(at).toDateString();
  return date === new Date().toDateString() ? clock(at) : `${date.slice(4, 10)} ${clock(at)}`;
};
