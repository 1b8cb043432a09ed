import { clock, count, counted, share, visible } from './format.js';

/** As many as a snapshot names, so that the list keeps its height from the first second on. */
const TITLE_ROWS = 20;
const DEVICE_ROWS = 6;

/**
 * Draws the titles and the devices. What a player sends as a content id may be anything: it is only ever text.
 * @param {import('../snapshot').ConsoleSnapshot} snapshot
 */
export const drawRankings = ({ titles, instants }) => {
  document.getElementById('titles-at').textContent = at(titles?.instant);
  drawRanking(document.getElementById('titles'), titles ? titleRows(titles) : [], TITLE_ROWS + 1);

  const newest = instants.findLast(({ complete }) => complete);
  document.getElementById('devices-at').textContent = at(newest?.instant);
  const devices = Object.entries(newest?.byDevice ?? {});
  const rows = devices.map(([device, streams]) => ({ name: device.replaceAll('_', ' '), streams }));
  drawRanking(document.getElementById('devices'), rows, DEVICE_ROWS);
};

const at = (instant) => (instant === undefined ? 'nothing counted yet' : `at ${clock(instant)}`);

const titleRows = ({ titles, others }) => {
  const named = titles.map(({ contentId, streams }) => ({ name: toVisible(contentId), streams }));
  if (others.titles === 0) return named;
  return [...named, { name: counted(others.titles, 'other title'), streams: others.streams, rest: true }];
};

const toVisible = (id) => (id.trim() === '' ? JSON.stringify(id) : visible(id));

/** Bars are as long as the share of the largest row; the rest of many titles has none, for it would dwarf them all. */
const drawRanking = (list, rows, atLeast) => {
  const total = rows.reduce((sum, { streams }) => sum + streams, 0);
  const largest = Math.max(1, ...rows.filter(({ rest }) => !rest).map(({ streams }) => streams));
  while (list.children.length < Math.max(atLeast, rows.length)) list.append(emptyRow());
  [...list.children].forEach((item, at) => fillRow(item, rows[at], { total, largest }));
};

const emptyRow = () => {
  const item = document.createElement('li');
  item.append(...['bdi', 'b', 'span'].map((tag) => document.createElement(tag)));
  return item;
};

const fillRow = (item, row, { total, largest }) => {
  const [name, streams, part] = item.children;
  item.classList.toggle('rest', row?.rest === true);
  item.style.setProperty('--share', row && !row.rest ? row.streams / largest : 0);
  name.textContent = name.title = row?.name ?? '';
  streams.textContent = row ? count(row.streams) : '';
  part.textContent = row ? share(row.streams, total) : '';
};
