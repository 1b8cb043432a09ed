import { UsageError } from '../command/errors';
import type { PriceList, PriceName } from './prices';

/** Values that replace a price or a numeric setting of the stage, by name. */
export interface WhatIf {
  readonly prices: PriceList;
  /** By path, such as `warehouse.baseRpus`. */
  readonly settings: ReadonlyMap<string, number>;
}

/**
 * Reads assignments such as `kinesis.onDemandInGb=0.032` and `warehouse.baseRpus=64`. A name is that of a price or of one
 * of the stage's numeric settings; throws {@link UsageError} for any other name, and for a value that is no number.
 */
export const parseWhatIf = (
  assignments: readonly string[],
  prices: PriceList,
  settingNames: readonly string[],
): WhatIf => {
  const changed: Partial<Record<PriceName, PriceList['prices'][PriceName]>> = {};
  const settings = new Map<string, number>();
  for (const assignment of assignments) {
    const [name = '', text = ''] = assignment.split('=');
    const value = Number(text);
    if (text === '' || !(value >= 0))
      throw new UsageError(`--what-if ${assignment}: write NAME=VALUE with a number that is not negative`);
    if (isPrice(name, prices)) changed[name] = { ...prices.prices[name], usd: value, tiers: [[null, value]] };
    else if (settingNames.includes(name)) settings.set(name, value);
    else throw new UsageError(`--what-if ${name}: no such price or setting; ${namesLike(name, prices, settingNames)}`);
  }
  return { prices: { ...prices, prices: { ...prices.prices, ...changed } }, settings };
};

const isPrice = (name: string, { prices }: PriceList): name is PriceName => Object.hasOwn(prices, name);

/** The names with the same first part, or every first part. */
const namesLike = (name: string, { prices }: PriceList, settingNames: readonly string[]): string => {
  const names = [...Object.keys(prices), ...settingNames];
  const group = name.split('.')[0] ?? '';
  const similar = names.filter((known) => known.startsWith(`${group}.`));
  const groups = [...new Set(names.map((known) => `${known.split('.')[0] ?? ''}.…`))];
  return `known are ${(similar.length > 0 ? similar : groups).join(', ')}`;
};
