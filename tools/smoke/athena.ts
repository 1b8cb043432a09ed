import { AthenaClient } from '@aws-sdk/client-athena';
import { AthenaAsker } from '../../packages/aws-clients/src/athena-asker';
import type { Target } from './target';

/** Asks the lake of a stage, as its analysts do; resolves to the first row, rejects with Athena's reason. */
export const athenaOf = ({ stage, settings, pollMs }: Target) => {
  const asker = new AthenaAsker(new AthenaClient(settings), `playhead-${stage}-analysts`, `playhead_${stage}`);
  return async (sql: string): Promise<readonly string[]> => {
    const id = await asker.start(sql);
    await asker.finished(id, Math.min(pollMs, 1_000));
    for await (const [, row = []] of asker.pages(id)) return row.map((value = '') => value);
    return [];
  };
};
