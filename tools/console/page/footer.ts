import type { ConsoleSnapshot } from '../snapshot';
import { byId, element } from './element';
import { count, span } from './format';

/** Draws the addresses of the endpoint and the resources that do not run here. */
export const drawFooter = ({ endpoint, eventsUrl, uptimeSeconds, notRun }: ConsoleSnapshot): void => {
  byId('endpoint').textContent = endpoint;
  byId('events-url').textContent = eventsUrl;
  byId('uptime').textContent = span(uptimeSeconds * 1_000);
  const types = Object.entries(notRun);
  byId('not-run-count').textContent = count(types.reduce((sum, [, resources]) => sum + resources, 0));
  byId('not-run').replaceChildren(
    ...types.map(([type, resources]) => element('li', '', `${type} × ${count(resources)}`)),
  );
};
