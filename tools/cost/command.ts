import { STAGE_NAMES, type StageName } from '../../lib/stages/stage-names';
import { defineCommand, type Options, type Values } from '../command/command';
import { print } from '../command/output';
import { billOf, spikeOf } from './bill';
import { limitsAt } from './limits';
import { billionEvents, type Load, ratesOf } from './load';
import { PRICES } from './prices';
import { StageTemplates, type Template } from './stage-templates';
import { billTable, bindingTable, limitTable, spikeTable } from './tables';

const OPTIONS = {
  concurrent: { type: 'number', default: 5_000_000, description: 'the number of concurrent streams' },
  'heartbeat-seconds': { type: 'number', default: 10, minimum: 1, description: 'the time between two heartbeats' },
  'events-per-request': {
    type: 'number',
    default: 1.2,
    minimum: 1,
    description: 'the number of events that a player sends in one request',
  },
  months: { type: 'number', default: 12, description: 'the number of months of events in the lake' },
  stage: { type: 'text', choices: STAGE_NAMES, default: 'prod', description: 'the stage whose templates are priced' },
  spike: { type: 'number', default: 10, minimum: 1, description: 'the factor by which the load grows in a spike' },
  'spike-hours': { type: 'number', default: 3, description: 'how long the spike lasts' },
  scale: { type: 'flag', description: 'prints the limits and their headroom instead of the bill' },
} as const satisfies Options;

/** Synthesizes the templates of a stage. */
type Synthesize = (stage: StageName) => readonly Template[];

/** `npm run cost`: prints the monthly bill or the limits of a stage at a load, from the stage's own templates. */
export const costCommand = (synthesize: Synthesize) =>
  defineCommand({
    name: 'npm run cost',
    summary: 'Prints what a stage costs per month at a load, or which limits the load reaches.',
    options: OPTIONS,
    example: '--concurrent 5000000 --heartbeat-seconds 10 --stage prod',
    run: (values) => {
      printReport(values, new StageTemplates(synthesize(values.stage)));
      return Promise.resolve(0);
    },
  });

const printReport = (values: Values<typeof OPTIONS>, templates: StageTemplates): void => {
  const load: Load = {
    concurrent: values.concurrent,
    heartbeatSeconds: values['heartbeat-seconds'],
    eventsPerRequest: values['events-per-request'],
    months: values.months,
  };
  const { spike: times, 'spike-hours': hours } = values;
  print(describeLoad(values.stage, load));
  if (values.scale) {
    const limits = limitsAt(load, templates);
    const inSpike = limitsAt({ ...load, concurrent: load.concurrent * times }, templates);
    printTable(limitTable(load, limits, inSpike, times));
    printTable(bindingTable(load, limits, inSpike, times));
    return;
  }
  print(`List prices of ${PRICES.region}, ${PRICES.date}; the lake contains ${load.months} months of events.`);
  printTable(billTable(billOf(load, templates, PRICES)));
  if (load.concurrent === 0) return;
  print(`A spike of ${times}× for ${hours} hours adds:`);
  printTable(spikeTable(spikeOf(load, { times, hours }, templates, PRICES)));
};

const describeLoad = (stage: StageName, load: Load): string => {
  const { events, requests } = ratesOf(load);
  const whole = (value: number): string => Math.round(value).toLocaleString('en-US');
  return (
    `${stage}: ${whole(load.concurrent)} concurrent streams, a heartbeat every ${load.heartbeatSeconds} s: ` +
    `${whole(events)} events/s in ${whole(requests)} requests/s, ${whole(billionEvents(load))} billion events per month.`
  );
};

const printTable = (lines: readonly string[]): void => print(`\n${lines.join('\n')}\n`);
