import { every, getJson, showStatus, toReason } from './endpoint.js';
import { clock } from './format.js';
import { dashboardNames, drawNav, fromAddress, toAddress } from './nav.js';
import { shownRange } from './series.js';
import { Widget } from './widgets.js';

const POLL_MS = 5_000;

const grid = document.getElementById('grid');
const choice = document.getElementById('minutes');

/** When the endpoint was first found silent, epoch ms; undefined while it answers. */
let silentSince;
/** Which dashboard the widgets are of. */
let shown;
let widgets = [];
let latest;

const asked = async () => fromAddress(location.hash, await dashboardNames());

const drawGrid = (name, answer) => {
  if (shown !== name || widgets.length !== answer.widgets.length) {
    for (const widget of widgets) widget.close();
    widgets = answer.widgets.map((widget) => new Widget(widget));
    grid.replaceChildren(...widgets.map((widget) => widget.element));
    scrollTo(0, 0);
    shown = name;
  }
  latest = answer;
  const range = shownRange(answer.widgets, { from: answer.now - answer.minutes * 60_000, to: answer.now });
  answer.widgets.forEach((widget, index) => widgets[index].show(widget, range, answer.minutes));
};

const refresh = async () => {
  const { name, minutes } = await asked();
  await drawNav(name, minutes);
  choice.value = String(minutes);
  if (name === undefined) return showStatus('No dashboards', 'warn');
  const answer = await getJson(`api/dashboards/${name}?minutes=${minutes}`);
  drawGrid(name, answer);
  return showStatus(`Live · ${clock(answer.now)}`, 'good');
};

const again = every(POLL_MS, async () => {
  try {
    await refresh();
    silentSince = undefined;
  } catch (error) {
    silentSince ??= Date.now();
    showStatus(`${toReason(error)} since ${clock(silentSince)}`, 'bad');
  }
});

addEventListener('hashchange', again);
choice.addEventListener('change', async () => {
  const { name } = await asked();
  location.href = toAddress(name, Number(choice.value));
});
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => latest && drawGrid(shown, latest));
