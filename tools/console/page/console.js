import { drawCharts } from './charts.js';
import { getJson, showStatus, toReason } from './endpoint.js';
import { drawFaults } from './faults.js';
import { clock } from './format.js';
import { headline } from './headline.js';
import { drawNav } from './nav.js';
import { drawPipeline } from './pipeline.js';
import { drawRankings } from './rankings.js';
import './strip.js';
import './viewer.js';

const POLL_MS = 1_000;

/** When the endpoint was first found silent, epoch ms; undefined while it answers. */
let silentSince;

const showHeadline = (snapshot) => {
  for (const [name, { value, note, tone }] of Object.entries(headline(snapshot))) {
    const tile = document.getElementById(`tile-${name}`);
    tile.dataset.tone = tone;
    tile.querySelector('.value').textContent = value;
    tile.querySelector('.note').textContent = note;
  }
};

const draw = (snapshot, faults) => {
  const stage = document.getElementById('stage');
  stage.textContent = snapshot.stage;
  stage.hidden = false;
  showHeadline(snapshot);
  drawRankings(snapshot);
  drawPipeline(snapshot);
  drawFaults(faults, snapshot.now);
  drawCharts(snapshot);
};

const ask = async () => {
  try {
    const [snapshot, faults] = await Promise.all([getJson('api/snapshot'), getJson('api/faults')]);
    silentSince = undefined;
    return { snapshot, faults };
  } catch (error) {
    silentSince ??= Date.now();
    showStatus(`${toReason(error)} since ${clock(silentSince)}`, 'bad');
    return undefined;
  }
};

/** Asks again only once an answer is drawn, so that a slow endpoint is not asked twice. */
const poll = async () => {
  const answer = await ask();
  setTimeout(poll, POLL_MS);
  if (!answer) return;
  try {
    draw(answer.snapshot, answer.faults);
    await drawNav('overview');
    showStatus('Live', 'good');
  } catch (error) {
    showStatus('Page failed', 'bad');
    throw error; // for the browser's console
  }
};

void poll();
