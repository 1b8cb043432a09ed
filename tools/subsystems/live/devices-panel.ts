import { clock } from '../../console/page/format';
import type { Panel } from '../../console/page/panel';
import { addRanking } from '../../console/page/ranking';

/** There are six device types. */
const ROWS = 6;

/** The streams of each device type at the newest complete instant. */
const devicesPanel: Panel = ({ section, note }) => {
  const draw = addRanking(section, ROWS);
  return ({ instants }) => {
    const newest = instants.findLast(({ complete }) => complete);
    note.textContent = newest ? `at ${clock(newest.instant)}` : 'no complete count yet';
    const devices = Object.entries(newest?.byDevice ?? {});
    draw(devices.map(([device, streams]) => ({ name: device.replaceAll('_', ' '), streams })));
  };
};

export default devicesPanel;
