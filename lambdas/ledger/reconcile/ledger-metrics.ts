import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import { DIMENSIONS } from '../../../domain/dimensions';
import { DEVICE_TYPES } from '../../../domain/families/viewing';
import { PATHS } from '../../../domain/ledger/account';
import { balanceOf } from '../../../domain/ledger/balance';
import { LEDGER_METRICS } from '../../../domain/ledger/metrics';
import type { Reconciliation } from './reconcile';

const HOUR_MS = 3_600_000;

/** What a run found, as metrics of now: how the last hour stands, what is lost, and what never reached the collector. */
export const ledgerMetrics = ({ accounts, gaps, complete }: Reconciliation, now: number): readonly MetricDatum[] => {
  const lastHour = balanceOf(accounts.filter(({ period }) => period >= now - HOUR_MS));
  const all = balanceOf(accounts);
  const datum = (MetricName: string, Value: number, dimension?: readonly [string, string]): MetricDatum => ({
    ...{ MetricName, Value, Unit: 'Count', Timestamp: new Date(now) },
    ...(dimension && { Dimensions: [{ Name: dimension[0], Value: dimension[1] }] }),
  });
  const byPath = PATHS.flatMap((path) => {
    const dimension = [DIMENSIONS.path, path] as const;
    const { expected, found, pending, unannounced } = lastHour.paths[path];
    return [
      datum(LEDGER_METRICS.ledgerExpected, expected, dimension),
      datum(LEDGER_METRICS.ledgerFound, found, dimension),
      datum(LEDGER_METRICS.ledgerPending, pending, dimension),
      datum(LEDGER_METRICS.ledgerUnannounced, unannounced, dimension),
      datum(LEDGER_METRICS.ledgerLost, all.paths[path].lost, dimension),
    ];
  });
  const lost = PATHS.reduce((sum, path) => sum + all.paths[path].lost, 0);
  const byDevice = DEVICE_TYPES.flatMap((device) => {
    const own = gaps.filter(({ deviceType }) => deviceType === device);
    const total = (field: 'expected' | 'missing'): number => own.reduce((sum, each) => sum + each[field], 0);
    const dimension = [DIMENSIONS.deviceType, device] as const;
    return [
      datum(LEDGER_METRICS.sequenceNumbers, total('expected'), dimension),
      datum(LEDGER_METRICS.sequenceGaps, total('missing'), dimension),
    ];
  });
  return [
    ...byPath,
    ...byDevice,
    datum(LEDGER_METRICS.ledgerLost, lost),
    ...(complete ? [datum(LEDGER_METRICS.reconciliations, 1)] : []),
  ];
};
