import { LEDGER_METRICS } from '../../../domain/ledger';
import type { CostRegistration } from '../../cost/cost-registration';
import { type Load, MONTH_SECONDS, ratesOf } from '../../cost/load';
import type { StageTemplates } from '../../cost/stage-templates';
import { metricUsage, millionsPerMonth } from '../../cost/usage';
import { countingAt } from '../live/counting';
import { baseRpusOf, MINIMUM_SECONDS } from '../warehouse/capacity';

/** The queries per period: arrivals, refusals, rows due in the warehouse, and missing sequence numbers. */
const QUERIES = 4;

/** The columns of an event that they read: id, sequence number and time, bytes. */
const EVENT_BYTES = 30;

/** Athena bills a query for at least this. */
const MINIMUM_SCANNED_BYTES = 10e6;

/** The share of events that the ledger follows: those whose id ends with the given hexadecimal digits. */
export const auditedShare = (templates: StageTemplates): number =>
  16 ** -templates.environment('collect', 'AUDITED_EVENTS').slice(1).length;

/** Notes per second: one per request or batch that contains an audited event. */
const notesPerSecond = (load: Load, templates: StageTemplates): number => {
  const { events, requests } = ratesOf(load);
  const { batches, eventsPerBatch } = countingAt(load, templates);
  const share = auditedShare(templates);
  return Math.min(requests, events * share) + batches * Math.min(1, eventsPerBatch * share);
};

/** A period without notes is settled without a query. */
const isAtRest = ({ concurrent }: Load): boolean => concurrent === 0;

/** What the queries of all periods of a month scan, TiB. */
const scannedTib = (load: Load, periodSeconds: number): number => {
  if (isAtRest(load)) return 0;
  const bytes = QUERIES * Math.max(MINIMUM_SCANNED_BYTES, ratesOf(load).events * periodSeconds * EVENT_BYTES);
  return (bytes * (MONTH_SECONDS / periodSeconds)) / 2 ** 40;
};

export default {
  metricCalls: (_, templates) => 1 / Number(templates.environment('collect', 'LEDGER_PERIOD_SECONDS')),
  usage: (load, templates) => {
    const periodSeconds = Number(templates.environment('collect', 'LEDGER_PERIOD_SECONDS'));
    const warehouseSeconds = templates.functionOf('reconcile').numberIn(/"mirrored\W+blockMs\W+(\d+)/) / 1_000;
    const rpuSeconds = (MONTH_SECONDS / warehouseSeconds) * MINIMUM_SECONDS * baseRpusOf(templates);
    return [
      {
        what: 'ledger notes',
        price: 'dynamodb.writesMillion',
        quantity: millionsPerMonth(notesPerSecond(load, templates)),
      },
      { what: 'ledger', price: 'athena.tbScanned', quantity: scannedTib(load, periodSeconds) },
      { what: 'ledger', price: 'redshift.rpuHour', quantity: isAtRest(load) ? 0 : rpuSeconds / 3_600 },
      metricUsage(load, Object.keys(LEDGER_METRICS).length),
    ];
  },
} satisfies CostRegistration;
