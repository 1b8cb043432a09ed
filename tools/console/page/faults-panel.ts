import type { Fault } from 'embedded-cloud/views';
import type { FaultInForce } from '../views';
import { byId, element } from './element';
import { type Api, getJson } from './endpoint';
import { count, counted, percent, span } from './format';
import type { Panel } from './panel';

type FaultsInForce = Readonly<Record<string, FaultInForce>>;

/** A fault that the user can inject. */
interface Preset {
  readonly label: string;
  readonly service: string;
  readonly fault: Fault;
  /** When the fault ends on its own. @default - when it is cleared */
  readonly forSeconds?: number;
}

const FAULTS: Api<FaultsInForce> = { path: 'api/faults' };

const PRESETS: readonly Preset[] = [
  { label: 'Kinesis down for 30 s', service: 'kinesis', fault: { fail: 1 }, forSeconds: 30 },
  { label: 'Kinesis throttles half', service: 'kinesis', fault: { throttle: 0.5 } },
  { label: 'DynamoDB throttles 30%', service: 'dynamodb', fault: { throttle: 0.3 } },
  { label: 'SQS down for 30 s', service: 'sqs', fault: { fail: 1 }, forSeconds: 30 },
  { label: 'CloudWatch throttles half', service: 'monitoring', fault: { throttle: 0.5 } },
  { label: 'Every fifth batch delivered twice', service: 'lambda', fault: { deliverTwice: 0.2 } },
  { label: 'Functions 2 s slower', service: 'lambda', fault: { stallMs: 2_000 } },
];

const SENTENCES: Readonly<Record<keyof Fault, (value: number) => string>> = {
  throttle: (value) => `throttles ${percent(value, 1)} of calls`,
  fail: (value) => `fails ${percent(value, 1)} of calls`,
  stallMs: (value) => `answers ${span(value)} late`,
  partial: (value) => `refuses ${percent(value, 1)} of batch entries`,
  deliverTwice: (value) => `gets ${percent(value, 1)} of batches twice`,
};

/** Buttons that inject faults, and the list of the faults in force. */
const faultsPanel: Panel = ({ section }) => {
  const list = element('ul', 'in-force');
  list.setAttribute('aria-label', 'In force');
  const note = element('p', 'note');
  note.setAttribute('role', 'status');
  const clearAll = button('Clear all', () => change('DELETE', FAULTS.path));
  const presets = PRESETS.map((preset) => ({ preset, button: button(preset.label, () => toggle(preset)) }));
  section.append(element('div', 'presets', ...presets.map((one) => one.button), clearAll), list, note);
  let inForce: FaultsInForce = {};

  const draw = (faults: FaultsInForce, now: number): void => {
    inForce = faults;
    const services = Object.keys(faults);
    for (const one of presets) one.button.setAttribute('aria-pressed', String(isInForce(one.preset, faults)));
    clearAll.disabled = services.length === 0;
    list.replaceChildren(...Object.entries(faults).map(([service, fault]) => item(service, fault, now)));
    const pill = byId('faults-pill');
    pill.hidden = services.length === 0;
    pill.textContent = counted(services.length, 'fault');
  };

  const toggle = ({ service, fault, forSeconds, ...preset }: Preset): Promise<void> => {
    const path = `${FAULTS.path}/${service}`;
    if (isInForce({ service, fault, ...preset }, inForce)) return change('DELETE', path);
    return change('PUT', forSeconds === undefined ? path : `${path}?forSeconds=${forSeconds}`, fault);
  };

  const change = async (method: string, path: string, fault?: Fault): Promise<void> => {
    try {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(path, { method, headers, ...(fault && { body: JSON.stringify(fault) }) });
      note.textContent = response.ok ? '' : `Refused with ${response.status}: ${await response.text()}`;
      if (response.ok) draw(await getJson(FAULTS), Date.now());
    } catch {
      note.textContent = 'The endpoint did not answer: nothing was changed.';
    }
  };

  return ({ now }) =>
    void getJson(FAULTS).then(
      (faults) => draw(faults, now),
      () => undefined, // the overview shows that the endpoint does not answer
    );
};

export default faultsPanel;

const button = (label: string, press: () => Promise<void>): HTMLButtonElement => {
  const created = element('button', '', label);
  created.addEventListener('click', () => void press());
  return created;
};

/** `now` is the endpoint's clock, epoch ms. */
const item = (service: string, { fault, endsAt }: FaultInForce, now: number): HTMLElement => {
  const effects = Object.entries(fault).map(([kind, value]: [string, number]) => sentenceOf(kind, value));
  const end =
    endsAt === undefined ? 'until cleared' : `${count(Math.max(0, Math.ceil((endsAt - now) / 1_000)))} s left`;
  return element('li', '', `${service} ${effects.join(', ')}: ${end}`);
};

const sentenceOf = (kind: string, value: number): string =>
  isKnown(kind) ? SENTENCES[kind](value) : `${kind} ${value}`;

const isKnown = (kind: string): kind is keyof Fault => Object.hasOwn(SENTENCES, kind);

const isInForce = ({ service, fault }: Preset, faults: FaultsInForce): boolean =>
  JSON.stringify(faults[service]?.fault) === JSON.stringify(fault);
