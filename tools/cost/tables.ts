import type { Bill, ServiceBill } from './bill';
import type { Limit } from './limit';
import { type Load, viewingHours } from './load';

const number = (value: number, digits = 0): string =>
  value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** Services that cost less than this are omitted from a table; the sum includes them. */
const CENT = 0.01;

/** Shows at least three digits. */
const quantity = (value: number): string => number(value, value !== 0 && value < 10 ? 2 : 0);

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] => {
  const widths = head.map((name, column) => Math.max(name.length, ...rows.map((cells) => cells[column]?.length ?? 0)));
  const padded = (cells: readonly string[]): string =>
    row(cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)));
  return [padded(head), row(widths.map((width) => '-'.repeat(width))), ...rows.map(padded)];
};

const billRow = (name: string, usd: number, each: number | undefined, largestPart: string): readonly string[] => [
  name,
  number(usd, usd < 1_000 ? 2 : 0),
  each === undefined ? '' : number(each, 2),
  largestPart,
];

const largestPartOf = ({ dominating: { what, share } }: ServiceBill): string => `${what}, ${number(share * 100)} %`;

/** A month's bill by service. */
export const billTable = ({ services, usd, usdPerBillionEvents }: Bill): readonly string[] =>
  table(
    ['service', 'USD per month', 'USD per billion events', 'largest part'],
    [
      ...services
        .filter(({ usd: cost }) => cost >= CENT)
        .map((one) => billRow(one.service, one.usd, one.usdPerBillionEvents, largestPartOf(one))),
      billRow('all', usd, usdPerBillionEvents, services[0] ? services[0].service : ''),
    ],
  );

/** What a flood costs a stage per day, by the kind of its requests. */
export const floodTable = (
  stages: readonly { readonly stage: string; readonly rate: number; readonly usdPerDay: readonly number[] }[],
  kinds: readonly string[],
): readonly string[] =>
  table(
    ['stage', 'requests/s', ...kinds.map((kind) => `USD per day, ${kind}`)],
    stages.map(({ stage, rate, usdPerDay }) => [stage, number(rate), ...usdPerDay.map((usd) => number(usd))]),
  );

/** The bill divided by the hours that viewers watch. */
export const viewingHourLine = ({ usd }: Bill, average: Load): string => {
  const hours = viewingHours(average);
  return `${Number((usd / hours).toPrecision(3))} USD per viewing hour, for ${number(hours / 1e6)} million viewing hours per month.`;
};

/** The additional cost of a spike, by service. */
export const spikeTable = ({ services, usd }: Bill): readonly string[] =>
  table(
    ['service', 'additional USD'],
    [...services.map((one) => [one.service, number(one.usd, 2)]), ['all', number(usd, 2)]],
  );

/** Ignores differences below 1 %, because the number of shards is rounded up. */
const SAME = 1.01;

/**
 * The number of streams at which a limit is reached. A need per shard does not grow with the load but with the fill of
 * the shards.
 */
const maximumStreams = (load: Load, { needed, limit }: Limit, inSpike: Limit | undefined): string => {
  if (inSpike && inSpike.needed > needed * SAME) {
    return number(Number(((load.concurrent * limit) / needed).toPrecision(2)));
  }
  return limit >= needed ? 'any' : `any, shards up to ${number(Math.floor((100 * limit) / needed))} % full`;
};

/** Shows at least one digit of a headroom below a hundredth. */
const headroom = ({ limit, needed }: Limit): string => {
  const times = limit / needed;
  return times < 0.01 ? `${Number(times.toPrecision(1))}×` : `${number(times, 2)}×`;
};

/** Every limit, with the needs of a load and a spike, and the number of streams that it allows. */
export const limitTable = (
  load: Load,
  usual: readonly Limit[],
  spike: readonly Limit[],
  times: number,
): readonly string[] =>
  table(
    ['', 'needed', `in a spike of ${times}×`, 'limit', 'headroom', 'maximum streams', 'raise'],
    usual.map((one, index) => [
      one.what,
      quantity(one.needed),
      quantity(spike[index]?.needed ?? 0),
      `${quantity(one.limit)} ${one.source}`,
      headroom(one),
      maximumStreams(load, one, spike[index]),
      one.raise,
    ]),
  );

/** The limits that are lower than a load needs, the lowest headroom first: they must be raised, in this order. */
export const bindingTable = (
  load: Load,
  usual: readonly Limit[],
  spike: readonly Limit[],
  times: number,
): readonly string[] =>
  table(
    ['below the load', 'headroom', `in a spike of ${times}×`, 'maximum streams', 'raise'],
    usual
      .map((one, index) => ({ one, inSpike: spike[index] ?? one }))
      .filter(({ one }) => one.limit * SAME < one.needed)
      .sort((a, b) => a.one.limit / a.one.needed - b.one.limit / b.one.needed)
      .map(({ one, inSpike }) => [
        one.what,
        headroom(one),
        `${Number((inSpike.limit / inSpike.needed).toPrecision(2))}×`,
        maximumStreams(load, one, inSpike),
        one.raise,
      ]),
  );
