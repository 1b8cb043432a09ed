import { STAGE_NAMES, type StageName } from '../../lib/stages/stage-names';
import { defineCommand, type Options, type Values } from '../command/command';
import { print } from '../command/output';
import { billOf, spikeOf } from './bill';
import { limitsAt } from './limits';
import { AVERAGE_TO_PEAK, averageOf, billionEvents, type Load, ratesOf } from './load';
import { type PriceList, PRICES } from './prices';
import { StageTemplates, type Template } from './stage-templates';
import { billTable, bindingTable, limitTable, spikeTable, viewingHourLine } from './tables';
import { parseWhatIf } from './what-if';

const OPTIONS = {
  concurrent: { type: 'number', default: 5_000_000, description: 'the number of concurrent streams at the daily peak' },
  'average-to-peak': {
    type: 'number',
    default: AVERAGE_TO_PEAK,
    description: 'the average number of concurrent streams over a month, as a share of the peak',
  },
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
  'what-if': {
    type: 'text',
    placeholder: 'NAME=VALUE',
    isRepeatable: true,
    description: 'replaces a price, such as kinesis.onDemandInGb=0.032, or a setting, such as warehouse.baseRpus=64',
  },
  scale: { type: 'flag', description: 'prints the limits and their headroom instead of the bill' },
} as const satisfies Options;

/** Synthesizes the templates of a stage with other values for some of its numeric settings. */
type Synthesize = (stage: StageName, settings: ReadonlyMap<string, number>) => readonly Template[];

/** `npm run cost`: prints the monthly bill or the limits of a stage at a load, from the stage's own templates. */
export const costCommand = (synthesize: Synthesize, settingsOf: (stage: StageName) => readonly string[]) =>
  defineCommand({
    name: 'npm run cost',
    summary: 'Prints what a stage costs per month at a load, or which limits the load reaches.',
    options: OPTIONS,
    example: '--concurrent 5000000 --heartbeat-seconds 10 --stage prod',
    run: (values) => {
      const { prices, settings } = parseWhatIf(values['what-if'], PRICES, settingsOf(values.stage));
      printReport(values, new StageTemplates(synthesize(values.stage, settings)), prices);
      return Promise.resolve(0);
    },
  });

const printReport = (values: Values<typeof OPTIONS>, templates: StageTemplates, prices: PriceList): void => {
  const peak: Load = {
    concurrent: values.concurrent,
    heartbeatSeconds: values['heartbeat-seconds'],
    eventsPerRequest: values['events-per-request'],
    months: values.months,
  };
  const { spike: times, 'spike-hours': hours, 'average-to-peak': averageToPeak } = values;
  if (values.scale) {
    print(`${values.stage} at the peak: ${describeLoad(peak)}.`);
    const limits = limitsAt(peak, templates);
    const inSpike = limitsAt({ ...peak, concurrent: peak.concurrent * times }, templates);
    printTable(limitTable(peak, limits, inSpike, times));
    printTable(bindingTable(peak, limits, inSpike, times));
    return;
  }
  const average = averageOf(peak, averageToPeak);
  print(`${values.stage} at the peak: ${describeLoad(peak)}.`);
  print(
    `On average ${averageToPeak} of it: ${describeLoad(average)}, ${whole(billionEvents(average))} billion events per month.`,
  );
  print(`List prices of ${prices.region}, ${prices.date}; the lake contains ${peak.months} months of events.`);
  for (const assignment of values['what-if']) print(`What if ${assignment}.`);
  const bill = billOf(average, templates, prices);
  printTable(billTable(bill));
  if (peak.concurrent === 0) return;
  print(viewingHourLine(bill, average));
  print(`A spike of ${times}× the peak for ${hours} hours adds:`);
  printTable(spikeTable(spikeOf(peak, { times, hours }, templates, prices)));
};

const whole = (value: number): string => Math.round(value).toLocaleString('en-US');

const describeLoad = (load: Load): string => {
  const { events, requests } = ratesOf(load);
  return (
    `${whole(load.concurrent)} concurrent streams with a heartbeat every ${load.heartbeatSeconds} s, ` +
    `${whole(events)} events/s in ${whole(requests)} requests/s`
  );
};

const printTable = (lines: readonly string[]): void => print(`\n${lines.join('\n')}\n`);
