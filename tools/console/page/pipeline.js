import { count, span } from './format.js';

/**
 * Draws the health of the pipeline, its functions, and the footer.
 * @param {import('../snapshot').ConsoleSnapshot} snapshot
 */
export const drawPipeline = (snapshot) => {
  const { pipeline, totals } = snapshot;
  drawFigures([
    ['Iterator age', span(pipeline.iteratorAgeMs)],
    ['Shards', count(pipeline.shards)],
    ['Overflow', count(pipeline.overflowMessages), pipeline.overflowMessages > 0 && 'warn'],
    ['Dead letters', count(pipeline.deadLetters), pipeline.deadLetters > 0 && 'bad'],
    ['Requests', count(totals.requests)],
    ['Accepted', count(totals.accepted)],
    ['Refused', count(totals.refused)],
    ['Sent twice', count(totals.duplicatesSent)],
    ['Failed', count(totals.errors), totals.errors > 0 && 'warn'],
  ]);
  document.getElementById('functions').replaceChildren(...pipeline.functions.map(functionRow));
  drawFooter(snapshot);
};

const drawFigures = (figures) =>
  document.getElementById('figures').replaceChildren(
    ...figures.map(([name, value, tone]) => {
      const group = element('div');
      group.append(element('dt', name), element('dd', value, tone));
      return group;
    }),
  );

const functionRow = ({ name, invocations, errors, throttles, averageMs }) => {
  const row = element('tr');
  const heading = element('th', name);
  heading.scope = 'row';
  row.append(
    heading,
    element('td', count(invocations)),
    element('td', count(errors), errors > 0 && 'bad'),
    element('td', count(throttles), throttles > 0 && 'warn'),
    element('td', invocations > 0 ? span(averageMs) : '–'),
  );
  return row;
};

const drawFooter = ({ endpoint, eventsUrl, uptimeSeconds, notRun }) => {
  document.getElementById('endpoint').textContent = endpoint;
  document.getElementById('events-url').textContent = eventsUrl;
  document.getElementById('uptime').textContent = span(uptimeSeconds * 1_000);
  const types = Object.entries(notRun);
  document.getElementById('not-run-count').textContent = count(
    types.reduce((sum, [, resources]) => sum + resources, 0),
  );
  document
    .getElementById('not-run')
    .replaceChildren(...types.map(([type, resources]) => element('li', `${type} × ${count(resources)}`)));
};

const element = (tag, text = '', tone = false) => {
  const made = document.createElement(tag);
  made.textContent = text;
  if (tone) made.dataset.tone = tone;
  return made;
};
