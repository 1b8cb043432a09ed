import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SentEvent } from '../../../domain/families';
import type { Acceptance } from '../../../domain/ingest/accept-events';
import type { RefusalContext } from '../../../domain/ingest/quarantine/quarantine-lines';
import type { AuditedEvent } from '../../../domain/ledger';
import { type LedgerScope, noteItems, writeNotes } from '../../ledger';

/** Notes the audited events of a request. If few events are audited, most requests have none. */
export const noteRequest =
  (dynamodb: DynamoDBClient, scope: LedgerScope) =>
  async (
    { accepted, refused }: Acceptance<SentEvent & AuditedEvent>,
    { requestId, receivedAt }: RefusalContext,
  ): Promise<void> => {
    // Refused events without an id cannot be distinguished, so the ledger does not count them.
    const ids = refused.flatMap(({ event_id: id }) => (id === null ? [] : [id.toLowerCase()]));
    const items = [
      ...noteItems('accepted', requestId, accepted, scope),
      ...noteItems(
        'refused',
        requestId,
        ids.map((id) => ({ event_id: id, received_at: receivedAt })),
        scope,
      ),
    ];
    if (items.length > 0) await writeNotes(dynamodb, scope, items);
  };
