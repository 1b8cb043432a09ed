import type { DashboardView } from '../views';
import { onSchemeChange } from './echarts';
import { byId } from './element';
import { type Api, every, getJson, showLive, showSilence, showStatus } from './endpoint';
import { clock } from './format';
import { type Address, dashboardNames, drawNav, fromAddress, toAddress } from './nav';
import { shownRange } from './series';
import { Widget } from './widgets';

const POLL_MS = 5_000;

const grid = byId('grid');
const choice = byId('minutes');
if (!(choice instanceof HTMLSelectElement)) throw new Error('The page has no choice of minutes.');

/** The dashboard on the page, its widgets and its data. */
let shown = '';
let widgets: readonly Widget[] = [];
let latest: DashboardView | undefined;

const currentAddress = async (): Promise<Address> => fromAddress(location.hash, await dashboardNames());

const drawGrid = (name: string, view: DashboardView): void => {
  if (shown !== name || widgets.length !== view.widgets.length) {
    for (const widget of widgets) widget.close();
    widgets = view.widgets.map((widget) => new Widget(widget));
    grid.replaceChildren(...widgets.map((widget) => widget.element));
    scrollTo(0, 0);
    shown = name;
  }
  latest = view;
  const range = shownRange(view.widgets, { from: view.now - view.minutes * 60_000, to: view.now });
  view.widgets.forEach((widget, index) => widgets[index]?.show(widget, range, view.minutes));
};

const refresh = async (): Promise<void> => {
  const { name, minutes } = await currentAddress();
  await drawNav(name, minutes);
  choice.value = String(minutes);
  if (name === undefined) {
    showStatus('No dashboards', 'warn');
    return;
  }
  const dashboard: Api<DashboardView> = { path: `api/dashboards/${name}?minutes=${minutes}` };
  const view = await getJson(dashboard);
  drawGrid(name, view);
  showLive(`Live · ${clock(view.now)}`);
};

const refreshNow = every(POLL_MS, () => refresh().catch(showSilence));

const showChoice = async (): Promise<void> => {
  const { name = '' } = await currentAddress();
  location.href = toAddress(name, Number(choice.value));
};

addEventListener('hashchange', refreshNow);
choice.addEventListener('change', () => void showChoice());
onSchemeChange(() => {
  if (latest) drawGrid(shown, latest);
});
