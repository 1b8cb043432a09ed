import { element } from '../../console/page/element';
import { toFigures } from '../../console/page/figures';
import { count, span } from '../../console/page/format';
import type { Panel } from '../../console/page/panel';
import type { Figure, Tone } from '../../console/page/tone';
import type { ConsoleSnapshot, FunctionView } from '../../console/snapshot';

const COLUMNS = ['Function', 'Calls', 'Errors', 'Throttles', 'Mean'];

/** The lag of the stream and its queues, the simulator's totals, and the invocations of all functions. */
const pipelinePanel: Panel = ({ section }) => {
  const figures = element('dl', 'figures');
  const functions = element('tbody');
  const headings = COLUMNS.map((text) => {
    const heading = element('th', '', text);
    heading.scope = 'col';
    return heading;
  });
  section.append(figures, element('table', '', element('thead', '', element('tr', '', ...headings)), functions));
  return (snapshot) => {
    figures.replaceChildren(...toFigures(figuresOf(snapshot)));
    functions.replaceChildren(...snapshot.pipeline.functions.map(toRow));
  };
};

export default pipelinePanel;

const figuresOf = ({ pipeline, totals }: ConsoleSnapshot): readonly Figure[] => [
  ['Iterator age', span(pipeline.iteratorAgeMs)],
  ['Shards', count(pipeline.shards)],
  ['Overflow', count(pipeline.overflowMessages), toneIfAny(pipeline.overflowMessages, 'warn')],
  ['Dead letters', count(pipeline.deadLetters), toneIfAny(pipeline.deadLetters, 'bad')],
  ['Requests', count(totals.requests)],
  ['Accepted', count(totals.accepted)],
  ['Refused', count(totals.refused)],
  ['Sent twice', count(totals.duplicatesSent)],
  ['Failed', count(totals.errors), toneIfAny(totals.errors, 'warn')],
];

const toneIfAny = (value: number, tone: Tone): Tone | undefined => (value > 0 ? tone : undefined);

const toRow = ({ name, invocations, errors, throttles, averageMs }: FunctionView): HTMLElement => {
  const heading = element('th', '', name);
  heading.scope = 'row';
  return element(
    'tr',
    '',
    heading,
    toCell(count(invocations)),
    toCell(count(errors), toneIfAny(errors, 'bad')),
    toCell(count(throttles), toneIfAny(throttles, 'warn')),
    toCell(invocations > 0 ? span(averageMs) : '–'),
  );
};

const toCell = (text: string, tone?: Tone): HTMLElement => {
  const cell = element('td', '', text);
  if (tone) cell.dataset['tone'] = tone;
  return cell;
};
