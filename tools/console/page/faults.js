import { count, counted, percent, span } from './format.js';

/** What is worth breaking on a good day; the seconds after which it heals by itself, where it should. */
const PRESETS = [
  { label: 'Kinesis down for 30 s', service: 'kinesis', fault: { fail: 1 }, forSeconds: 30 },
  { label: 'Kinesis throttles half', service: 'kinesis', fault: { throttle: 0.5 } },
  { label: 'DynamoDB throttles 30%', service: 'dynamodb', fault: { throttle: 0.3 } },
  { label: 'SQS down for 30 s', service: 'sqs', fault: { fail: 1 }, forSeconds: 30 },
  { label: 'CloudWatch throttles half', service: 'monitoring', fault: { throttle: 0.5 } },
  { label: 'Every fifth batch delivered twice', service: 'lambda', fault: { deliverTwice: 0.2 } },
  { label: 'Functions 2 s slower', service: 'lambda', fault: { stallMs: 2_000 } },
];

const SENTENCES = {
  throttle: (value) => `throttles ${percent(value, 1)} of calls`,
  fail: (value) => `fails ${percent(value, 1)} of calls`,
  stallMs: (value) => `answers ${span(value)} late`,
  partial: (value) => `refuses ${percent(value, 1)} of batch entries`,
  deliverTwice: (value) => `gets ${percent(value, 1)} of batches twice`,
};

const clearAll = document.createElement('button');
clearAll.textContent = 'Clear all';
clearAll.addEventListener('click', () => void change('DELETE', 'api/faults'));

const buttons = PRESETS.map((preset) => {
  const button = document.createElement('button');
  button.textContent = preset.label;
  button.addEventListener('click', () => void toggle(preset, button.getAttribute('aria-pressed') === 'true'));
  return { preset, button };
});

document.getElementById('presets').append(...buttons.map(({ button }) => button), clearAll);

/** Draws what is in force, as GET api/faults tells it; `now` is the endpoint's clock, epoch ms. */
export const drawFaults = (inForce, now) => {
  const services = Object.keys(inForce);
  for (const { preset, button } of buttons) button.setAttribute('aria-pressed', isInForce(preset, inForce));
  clearAll.disabled = services.length === 0;
  const list = document.getElementById('in-force');
  list.replaceChildren(...Object.entries(inForce).map(([service, entry]) => item(service, entry, now)));
  const pill = document.getElementById('faults-pill');
  pill.hidden = services.length === 0;
  pill.textContent = counted(services.length, 'fault');
};

const item = (service, { fault, endsAt }, now) => {
  const listed = document.createElement('li');
  const told = Object.entries(fault).map(([kind, value]) => SENTENCES[kind]?.(value) ?? `${kind} ${value}`);
  const ends =
    endsAt === undefined ? 'until cleared' : `${count(Math.max(0, Math.ceil((endsAt - now) / 1_000)))} s left`;
  listed.textContent = `${service} ${told.join(', ')}: ${ends}`;
  return listed;
};

const isInForce = ({ service, fault }, inForce) => JSON.stringify(inForce[service]?.fault) === JSON.stringify(fault);

const toggle = ({ service, fault, forSeconds }, pressed) => {
  const path = `api/faults/${service}`;
  if (pressed) return change('DELETE', path);
  return change('PUT', forSeconds ? `${path}?forSeconds=${forSeconds}` : path, fault);
};

const change = async (method, path, fault) => {
  const note = document.getElementById('faults-note');
  try {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(path, { method, headers, body: fault && JSON.stringify(fault) });
    note.textContent = response.ok ? '' : `Refused with ${response.status}: ${await response.text()}`;
    if (response.ok) drawFaults(await response.json(), Date.now());
  } catch {
    note.textContent = 'The endpoint did not answer: nothing was changed.';
  }
};
