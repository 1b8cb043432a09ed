import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import { DIMENSIONS } from '../../../domain/dimensions';
import { DEVICE_TYPES } from '../../../domain/families/viewing';
import { PATHS } from '../../../domain/ledger/paths';
import { balanceOf } from '../../../domain/ledger/balance';
import { LEDGER_METRICS } from '../../../domain/ledger/metrics';
import { metricDatum } from '../../foundation/metric-data';
import type { Reconciliation } from './reconcile';

const HOUR_MS = 3_600_000;

/** The metrics of a run: the balance of the last hour, all losses, and the events lost before the collector. */
export const ledgerMetrics = ({ accounts, gaps, complete }: Reconciliation, now: number): readonly MetricDatum[] => {
  const lastHour = balanceOf(accounts.filter(({ period }) => period >= now - HOUR_MS));
  const all = balanceOf(accounts);
  const byPath = PATHS.flatMap((path) => {
    const options = { at: now, dimensions: { [DIMENSIONS.path]: path } };
    const { expected, found, pending, unannounced } = lastHour.paths[path];
    return [
      metricDatum(LEDGER_METRICS.ledgerExpected, expected, options),
      metricDatum(LEDGER_METRICS.ledgerFound, found, options),
      metricDatum(LEDGER_METRICS.ledgerPending, pending, options),
      metricDatum(LEDGER_METRICS.ledgerUnannounced, unannounced, options),
      metricDatum(LEDGER_METRICS.ledgerLost, all.paths[path].lost, options),
    ];
  });
  const byDevice = DEVICE_TYPES.flatMap((device) => {
    const options = { at: now, dimensions: { [DIMENSIONS.deviceType]: device } };
    const ofDevice = gaps.filter(({ deviceType }) => deviceType === device);
    const total = (field: 'expected' | 'missing'): number => ofDevice.reduce((sum, gap) => sum + gap[field], 0);
    return [
      metricDatum(LEDGER_METRICS.sequenceNumbers, total('expected'), options),
      metricDatum(LEDGER_METRICS.sequenceGaps, total('missing'), options),
    ];
  });
  const lost = PATHS.reduce((sum, path) => sum + all.paths[path].lost, 0);
  return [
    ...byPath,
    ...byDevice,
    metricDatum(LEDGER_METRICS.ledgerLost, lost, { at: now }),
    ...(complete ? [metricDatum(LEDGER_METRICS.reconciliations, 1, { at: now })] : []),
  ];
};
