import type { ConsoleSnapshot } from '../snapshot';
import { byId } from './element';
import { type Api, every, getJson, showLive, showSilence, showStatus } from './endpoint';
import { drawFooter } from './footer';
import { headline, type Tile } from './headline';
import { drawNav } from './nav';
import type { Panel } from './panel';
import './strip';

const SNAPSHOT: Api<ConsoleSnapshot> = { path: 'api/snapshot' };
const POLL_MS = 1_000;

/** Fills the panels of the overview, by their names, and draws a snapshot every second. */
export const showOverview = (panels: Readonly<Record<string, Panel>>): void => {
  const drawPanels = Object.entries(panels).map(([name, panel]) => {
    const section = byId(`panel-${name}`);
    const note = section.querySelector('small');
    if (!note) throw new Error(`The panel ${name} has no note.`);
    return panel({ section, note });
  });
  every(POLL_MS, async () => {
    const snapshot = await getJson(SNAPSHOT).catch(showSilence);
    if (!snapshot) return;
    try {
      drawFrame(snapshot);
      for (const draw of drawPanels) draw(snapshot);
      await drawNav('overview');
      showLive('Live');
    } catch (error) {
      showStatus('Page failed', 'bad');
      throw error; // for the browser's console
    }
  });
};

const drawFrame = (snapshot: ConsoleSnapshot): void => {
  const stage = byId('stage');
  stage.textContent = snapshot.stage;
  stage.hidden = false;
  for (const [name, tile] of Object.entries(headline(snapshot))) drawTile(name, tile);
  drawFooter(snapshot);
};

const drawTile = (name: string, { value, note, tone }: Tile): void => {
  const tile = byId(`tile-${name}`);
  tile.dataset['tone'] = tone;
  const [valueText, noteText] = tile.querySelectorAll('p');
  if (valueText) valueText.textContent = value;
  if (noteText) noteText.textContent = note;
};
