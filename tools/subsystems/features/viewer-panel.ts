import { element, setText } from '../../console/page/element';
import { type Api, every, getJson, toReason } from '../../console/page/endpoint';
import { toFigures } from '../../console/page/figures';
import { counted, visible } from '../../console/page/format';
import type { Panel } from '../../console/page/panel';
import type { ViewerView } from './viewer-view';
import { type AffinityGroup, type TitleList, type TitleRow, viewerFacts } from './viewer-facts';

const POLL_MS = 3_000;
const FIRST_VIEWER = 'viewer-0';
/** The simulator's viewers are viewer-0 and so on; the button chooses among this many. */
const OTHERS = 50;
/** The longest id that the API accepts. */
const MAX_ID_LENGTH = 128;

const apiOf = (viewerId: string): Api<ViewerView> => ({ path: `api/features?viewer=${encodeURIComponent(viewerId)}` });

/**
 * The features of one viewer, whose id the user types. Ids and titles are untrusted, so they are only inserted as text.
 */
const viewerPanel: Panel = ({ section }) => {
  const form = createForm();
  const note = element('p', 'note', 'Looking up…');
  note.setAttribute('role', 'status');
  const content = new Content();
  section.append(form.element, note, content.element);
  let viewerId = FIRST_VIEWER;

  const lookUp = async (): Promise<void> => {
    const requested = viewerId;
    const isStale = (): boolean => requested !== viewerId; // the user has chosen another viewer in the meantime
    try {
      const view = await getJson(apiOf(requested));
      if (isStale()) return;
      content.show(view);
      const name = visible(requested);
      setText(note, view.features.isKnown ? `Showing ${name}.` : `There are no features for ${name}.`);
    } catch (error) {
      if (isStale()) return;
      content.hide();
      setText(note, `The features of ${visible(requested)} could not be read: ${toReason(error)}.`);
    }
  };

  const lookUpNow = every(POLL_MS, lookUp);
  form.onChoice((chosen) => {
    viewerId = chosen;
    lookUpNow();
  });
  return () => undefined; // the panel has an API of its own
};

export default viewerPanel;

const createForm = () => {
  const input = element('input');
  Object.assign(input, { id: 'viewer-id', value: FIRST_VIEWER, maxLength: MAX_ID_LENGTH, autocomplete: 'off' });
  Object.assign(input, { spellcheck: false, required: true });
  const label = element('label', '', 'Viewer');
  label.htmlFor = input.id;
  const other = element('button', '', 'Another viewer');
  other.type = 'button';
  const form = element('form', '', label, input, element('button', '', 'Show'), other);
  return {
    element: form,
    /** Calls back with the chosen viewer. */
    onChoice: (choose: (viewerId: string) => void): void => {
      form.addEventListener('submit', (event) => {
        event.preventDefault();
        choose(input.value);
      });
      other.addEventListener('click', () => {
        const number = Math.floor(Math.random() * OTHERS);
        const chosen = `viewer-${number}`;
        input.value = chosen === input.value ? `viewer-${OTHERS}` : chosen;
        choose(input.value);
      });
    },
  };
};

/** The stored features of a viewer. */
class Content {
  private readonly figures = element('dl', 'figures');
  private readonly continueWatching = element('ul', 'watched');
  private readonly recentTitles = element('ul', 'watched');
  private readonly affinities = element('div');
  readonly element = element(
    'div',
    '',
    this.figures,
    element(
      'div',
      'columns',
      element('section', '', element('h3', '', 'Continue watching'), this.continueWatching),
      element('section', '', element('h3', '', 'Recent titles'), this.recentTitles),
      element(
        'section',
        '',
        element('h3', '', 'Affinities ', element('small', '', 'minutes, with a half-life of 14 days')),
        this.affinities,
      ),
    ),
  );

  constructor() {
    this.hide();
  }

  hide(): void {
    this.element.hidden = true;
  }

  show(view: ViewerView): void {
    this.element.hidden = !view.features.isKnown;
    const facts = viewerFacts(view);
    this.figures.replaceChildren(...toFigures(facts.figures));
    fillTitles(this.continueWatching, facts.continueWatching, 'no unfinished title');
    fillTitles(this.recentTitles, facts.recentTitles, 'no title');
    this.affinities.replaceChildren(...facts.affinities.map(affinityGroup));
  }
}

const fillTitles = (list: HTMLElement, { rows, more }: TitleList, none: string): void => {
  const rest = more > 0 ? [element('li', 'note', `and ${counted(more, 'title')} more`)] : [];
  list.replaceChildren(...(rows.length > 0 ? rows.map(titleRow) : [element('li', 'note', none)]), ...rest);
};

const titleRow = ({ title, contentId, notes, share }: TitleRow): HTMLElement => {
  const name = element('bdi', '', title);
  name.title = contentId;
  const row = element('li', '', name, element('p', 'note', notes.join(' · ')));
  if (share !== null) row.append(withShare(element('div', 'progress'), share));
  return row;
};

const affinityGroup = ({ name, rows }: AffinityGroup): HTMLElement => {
  const items = rows.map((row) =>
    withShare(element('li', '', element('bdi', '', row.name), element('b', '', row.minutes)), row.share),
  );
  const list = items.length > 0 ? element('ol', 'ranking', ...items) : element('p', 'note', 'none yet');
  return element('div', '', element('h4', '', name), list);
};

/** Sets the length of an element's bar, 0 to 1. */
const withShare = (target: HTMLElement, share: number): HTMLElement => {
  target.style.setProperty('--share', String(share));
  return target;
};
