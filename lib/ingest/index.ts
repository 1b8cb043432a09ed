import { alerts } from '../alerts';
import { defineSubsystem } from '../foundation/subsystem';
import { IngestStack } from './ingest-stack';

export type { EventStream } from './event-stream';
export type { LedgerTable } from './ledger-table';
export type { Overflow } from './overflow';
export type { PseudonymKey } from './pseudonym-key';
export { type QualityQueue, WATCH_TIMEOUT, WATCH_WINDOW } from './quality-queue';
export type { Quarantine } from './quarantine';
export type { SuppressedViewers } from './suppressed-viewers';

/** Ingest: accepts events from players and makes them durable. */
export const ingest = defineSubsystem(
  'ingest',
  (stage, name) =>
    new IngestStack(stage, name, {
      config: stage.config.ingest,
      notes: stage.config.ledger,
      recipient: alerts.in(stage).topic,
    }),
);
