import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { App } from 'aws-cdk-lib';
import { context } from '../cdk.json';
import { billOf, spikeOf } from '../tools/cost/bill';
import { type Declared, readDeclared, type Template } from '../tools/cost/declared';
import { documentTables, withTables } from '../tools/cost/documents';
import { limitsAt } from '../tools/cost/limits';
import { billionEvents, type Load, ratesOf } from '../tools/cost/load';
import { PRICES } from '../tools/cost/prices';
import { billTable, bindingTable, limitTable, spikeTable } from '../tools/cost/tables';
import { isStageName, STAGE_NAMES, type StageName, STAGES } from '../lib/stages';
import { PlayheadStage } from '../lib/app';

/** A command line that can't be followed; the message is for the person who typed it. */
class UsageError extends Error {}

const OPTIONS = {
  concurrent: { type: 'string', default: '5000000' },
  'heartbeat-seconds': { type: 'string', default: '10' },
  'events-per-request': { type: 'string', default: '1.2' },
  months: { type: 'string', default: '12' },
  stage: { type: 'string', default: 'prod' },
  spike: { type: 'string', default: '10' },
  'spike-hours': { type: 'string', default: '3' },
  scale: { type: 'boolean', default: false },
  docs: { type: 'boolean', default: false },
} as const;

type Values = ReturnType<typeof readLine>;

const readLine = () => {
  try {
    return parseArgs({ options: OPTIONS }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? `${error.message.split('. ')[0] ?? ''}.` : String(error));
  }
};

const numberOf = (values: Values, name: Exclude<keyof Values, 'stage' | 'scale' | 'docs'>, least: number): number => {
  const value = Number(values[name]);
  if (values[name] === '' || !Number.isFinite(value) || value < least) {
    throw new UsageError(`--${name} takes a number from ${least} up, not "${values[name]}".`);
  }
  return value;
};

/** The stage's own templates, without the bundles: those cost nothing. */
const declaredBy = (name: StageName): Declared => {
  const app = new App({ context: { ...context, 'aws:cdk:bundling-stacks': [] } });
  const { stacks } = new PlayheadStage(app, STAGES[name], {}).synth();
  return readDeclared(stacks.map(({ template }) => template as Template));
};

/** Writes the documents' tables anew. */
const writeDocuments = (): void => {
  const tables = documentTables(declaredBy);
  for (const name of ['scale.md', 'deploying.md']) {
    const file = join(__dirname, '../docs', name);
    writeFileSync(file, withTables(readFileSync(file, 'utf8'), tables));
  }
};

/** `tsx bin/cost.ts --concurrent 5000000 --heartbeat-seconds 10 --stage prod [--spike 10] [--scale]` */
const main = (): void => {
  const values = readLine();
  if (values.docs) {
    writeDocuments();
    return;
  }
  if (!isStageName(values.stage)) {
    throw new UsageError(`There is no stage "${values.stage}": ${STAGE_NAMES.join(', ')}.`);
  }
  const load: Load = {
    concurrent: numberOf(values, 'concurrent', 0),
    heartbeatSeconds: numberOf(values, 'heartbeat-seconds', 1),
    eventsPerRequest: numberOf(values, 'events-per-request', 1),
    months: numberOf(values, 'months', 0),
  };
  const spike = { times: numberOf(values, 'spike', 1), hours: numberOf(values, 'spike-hours', 0) };
  const declared = declaredBy(values.stage);
  const { events, requests } = ratesOf(load);
  const whole = (value: number): string => Math.round(value).toLocaleString('en-US');
  console.log(
    `${values.stage}: ${whole(load.concurrent)} streams at a time, a heartbeat every ${load.heartbeatSeconds} s: ` +
      `${whole(events)} events/s in ${whole(requests)} requests/s, ${whole(billionEvents(load))} billion events a month.`,
  );
  if (values.scale) {
    const atSpike = limitsAt({ ...load, concurrent: load.concurrent * spike.times }, declared);
    const limits = limitsAt(load, declared);
    print(limitTable(load, limits, atSpike, spike.times));
    print(bindingTable(load, limits, atSpike, spike.times));
    return;
  }
  console.log(`List prices of ${PRICES.region}, ${PRICES.date}; the lake has been filling for ${load.months} months.`);
  print(billTable(billOf(load, declared, PRICES)));
  if (load.concurrent === 0) return;
  console.log(`A spike of ${spike.times}× for ${spike.hours} hours adds:`);
  print(spikeTable(spikeOf(load, spike, declared, PRICES)));
};

const print = (lines: readonly string[]): void => console.log(`\n${lines.join('\n')}\n`);

try {
  main();
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
