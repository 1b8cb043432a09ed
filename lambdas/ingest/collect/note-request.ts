import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Acceptance } from '../../../domain/ingest/accept-events';
import type { RefusalContext } from '../../../domain/ingest/quarantine/quarantine-lines';
import { noteItems, writeNotes } from '../../ledger/ledger-notes';
import type { LedgerScope } from '../../ledger/ledger-scope';

/** Notes the audited events of a request: of most requests, where few events are audited, there is nothing to note. */
export const noteRequest =
  (dynamodb: DynamoDBClient, scope: LedgerScope) =>
  async ({ accepted, refused }: Acceptance, { requestId, receivedAt }: RefusalContext): Promise<void> => {
    // What has no id of its own can't be told from another, and is in no set.
    const named = refused.flatMap(({ event_id: id }) => (id === null ? [] : [id.toLowerCase()]));
    const items = [
      ...noteItems('accepted', requestId, accepted, scope),
      ...noteItems(
        'refused',
        requestId,
        named.map((id) => ({ event_id: id, received_at: receivedAt })),
        scope,
      ),
    ];
    if (items.length > 0) await writeNotes(dynamodb, scope, items);
  };
