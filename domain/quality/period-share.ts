import { DEVICE_TYPES } from '../families/viewing';
import type { CellTotals, PeriodShare } from './fold-quality';
import { SUMS } from './quality-totals';

/** Writes a share as a message of the queue `quality-totals`. A share with every cohort takes some KB. */
export const writeShare = ({ periodStart, accepted, refused, late, oldestReceivedAt, cells }: PeriodShare): string =>
  JSON.stringify({
    ...{ periodStart, accepted, refused, late, oldestReceivedAt },
    cells: cells.map(({ deviceType, cdn, totals: { startupMs, ...sums } }) => ({
      ...{ deviceType, cdn },
      totals: { ...sums, startupMs: [...startupMs] },
    })),
  });

/** Reads a share; undefined for a body that `writeShare` cannot have written. */
export const readShare = (body: string): PeriodShare | undefined => {
  const value = parse(body);
  if (!isRecord(value) || !isShare(value)) return undefined;
  return { ...value, cells: value.cells.map(toCell) };
};

/** A share in JSON, where a map is a list of pairs. */
type Written = Omit<PeriodShare, 'cells'> & { readonly cells: readonly WrittenCell[] };
type WrittenCell = Omit<CellTotals, 'totals'> & {
  readonly totals: Omit<CellTotals['totals'], 'startupMs'> & { readonly startupMs: readonly [number, number][] };
};

const toCell = ({ deviceType, cdn, totals }: WrittenCell): CellTotals => ({
  ...{ deviceType, cdn },
  totals: { ...totals, startupMs: new Map(totals.startupMs) },
});

const parse = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const COUNTS = ['periodStart', 'accepted', 'refused', 'late', 'oldestReceivedAt'];

const isShare = (value: Readonly<Record<string, unknown>>): value is Readonly<Record<string, unknown>> & Written =>
  COUNTS.every((name) => isCount(value[name])) && Array.isArray(value['cells']) && value['cells'].every(isCell);

const devices = new Set<unknown>(DEVICE_TYPES);

const isCell = (value: unknown): boolean => {
  if (!isRecord(value) || !isRecord(value['totals'])) return false;
  const { deviceType, cdn, totals } = value;
  const { startupMs, ...sums } = totals;
  return (
    devices.has(deviceType) &&
    typeof cdn === 'string' &&
    SUMS.every((name) => isCount(sums[name])) &&
    Array.isArray(startupMs) &&
    startupMs.every((pair) => Array.isArray(pair) && pair.length === 2 && pair.every(isCount))
  );
};

const isCount = (value: unknown): boolean => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
