import { drawCharts } from './charts.js';
import { drawFaults } from './faults.js';
import { clock } from './format.js';
import { headline } from './headline.js';
import { drawPipeline } from './pipeline.js';
import { drawRankings } from './rankings.js';

const POLL_MS = 1_000;
const TIMEOUT_MS = 5_000;

/** When the endpoint was first found silent, epoch ms; undefined while it answers. */
let silentSince;

const getJson = async (path) => {
  const response = await fetch(path, { cache: 'no-store', signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) throw new Error(`answers ${response.status}`);
  return response.json();
};

const showStatus = (text, tone) => {
  const status = document.getElementById('status');
  if (status.textContent !== text) status.textContent = text;
  status.dataset.tone = tone;
  document.body.classList.toggle('silent', tone === 'bad');
};

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
    showStatus('Live', 'good');
  } catch (error) {
    showStatus('Page failed', 'bad');
    throw error; // for the browser's console
  }
};

/** `fetch` fails with a TypeError where nothing listens. */
const toReason = ({ name, message }) => {
  if (name === 'TypeError') return 'Not reachable';
  return name === 'TimeoutError' ? 'No answer' : `Endpoint ${message}`;
};

void poll();
