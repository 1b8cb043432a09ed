import type { Bill, ServiceBill } from './bill';
import type { Limit } from './limits';
import type { Load } from './load';

const number = (value: number, digits = 0): string =>
  value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** What costs less is left out of a table; it is in the sum. */
const CENT = 0.01;

/** Three digits at least, whatever the size. */
const quantity = (value: number): string => number(value, value !== 0 && value < 10 ? 2 : 0);

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] => {
  const widths = head.map((name, column) => Math.max(name.length, ...rows.map((cells) => cells[column]?.length ?? 0)));
  const padded = (cells: readonly string[]): string =>
    row(cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)));
  return [padded(head), row(widths.map((width) => '-'.repeat(width))), ...rows.map(padded)];
};

const billRow = (name: string, usd: number, each: number | undefined, most: string): readonly string[] => [
  name,
  number(usd, usd < 1_000 ? 2 : 0),
  each === undefined ? '' : number(each, 2),
  most,
];

const mostOf = ({ dominating: { what, share } }: ServiceBill): string => `${what}, ${number(share * 100)} %`;

/** A month's bill by service. */
export const billTable = ({ services, usd, usdPerBillionEvents }: Bill): readonly string[] =>
  table(
    ['service', 'USD a month', 'USD per billion events', 'most of it'],
    [
      ...services
        .filter(({ usd: cost }) => cost >= CENT)
        .map((one) => billRow(one.service, one.usd, one.usdPerBillionEvents, mostOf(one))),
      billRow('all', usd, usdPerBillionEvents, services[0] ? services[0].service : ''),
    ],
  );

/** What a spike adds, by service. */
export const spikeTable = ({ services, usd }: Bill): readonly string[] =>
  table(
    ['service', 'USD more'],
    [...services.map((one) => [one.service, number(one.usd, 2)]), ['all', number(usd, 2)]],
  );

/** Parts of a hundred are as fine as these figures are: a whole number of shards makes for less. */
const SAME = 1.01;

/** Up to how many streams a limit carries; what does not grow with the load binds wherever shards are filled further. */
const carries = (load: Load, { needed, limit }: Limit, inSpike: Limit | undefined): string => {
  if (inSpike && inSpike.needed > needed * SAME) {
    return number(Number(((load.concurrent * limit) / needed).toPrecision(2)));
  }
  return limit >= needed ? 'any' : `any, shards up to ${number(Math.floor((100 * limit) / needed))} % full`;
};

const headroom = ({ limit, needed }: Limit): string => `${number(limit / needed, 2)}×`;

/** Every limit at a load and in a spike, and how many streams it carries. */
export const limitTable = (
  load: Load,
  usual: readonly Limit[],
  spike: readonly Limit[],
  times: number,
): readonly string[] =>
  table(
    ['', 'needed', `in a spike of ${times}×`, 'limit', 'headroom', 'carries streams', 'raise'],
    usual.map((one, index) => [
      one.what,
      quantity(one.needed),
      quantity(spike[index]?.needed ?? 0),
      `${quantity(one.limit)} ${one.whose}`,
      headroom(one),
      carries(load, one, spike[index]),
      one.raise,
    ]),
  );

/** The limits that stand below a load, the lowest headroom first: what is to be raised, in that order. */
export const bindingTable = (
  load: Load,
  usual: readonly Limit[],
  spike: readonly Limit[],
  times: number,
): readonly string[] =>
  table(
    ['below the load', 'headroom', `in a spike of ${times}×`, 'carries streams', 'raise'],
    usual
      .map((one, index) => ({ one, inSpike: spike[index] ?? one }))
      .filter(({ one }) => one.limit * SAME < one.needed)
      .sort((a, b) => a.one.limit / a.one.needed - b.one.limit / b.one.needed)
      .map(({ one, inSpike }) => [
        one.what,
        headroom(one),
        `${Number((inSpike.limit / inSpike.needed).toPrecision(2))}×`,
        carries(load, one, inSpike),
        one.raise,
      ]),
  );
