import { LambdaClient, ResourceNotFoundException } from '@aws-sdk/client-lambda';
import { Erasures } from '../../../tools/erase/erasures';
import { follow } from '../../../tools/erase/follow';
import type { ErasureRecord, Receipt } from '../../../lambdas/erasure/erasure-log';
import { answering } from '../../../packages/aws-clients/test/support/fake-client';

const ID = '20261121T031500Z-4f2a9c';
const record = (fields: Partial<ErasureRecord> = {}): { readonly record: ErasureRecord } => ({
  record: {
    ...{ id: ID, status: 'running', phase: 'raw', through: '2026-10-01', until: '2026-11-21', seconds: 12 },
    failure: null,
    ...fields,
  },
});
const answer = (value: unknown, FunctionError?: string) => ({
  Payload: { transformToString: () => JSON.stringify(value) },
  ...(FunctionError !== undefined && { FunctionError }),
});
const erasures = (given: object | Error) => {
  const { client, inputs } = answering(new LambdaClient({ region: 'eu-west-1' }), () => given);
  return { erasures: new Erasures(client, 'dev'), inputs };
};

describe('asking for an erasure', () => {
  it('invokes the function of the stage, and waits for its answer: nobody keeps what it was told', async () => {
    const { erasures: asked, inputs } = erasures(answer({ requestId: ID }));
    expect(await asked.request('alice')).toBe(ID);
    expect(inputs).toEqual([{ FunctionName: 'playhead-dev-request-erasure', Payload: '{"viewerId":"alice"}' }]);
  });

  it('of a stage that does not stand says how to deploy it', async () => {
    const missing = new ResourceNotFoundException({ message: 'gone', $metadata: {} });
    await expect(erasures(missing).erasures.request('alice')).rejects.toThrow('npm run deploy -- --stage dev');
  });

  it('that is refused tells the function’s own reason', async () => {
    const refused = answer({ errorMessage: 'requestId is no id of a request.' }, 'Unhandled');
    await expect(erasures(refused).erasures.look('x')).rejects.toThrow('requestId is no id of a request.');
  });
});

describe('following an erasure', () => {
  const receipt = { id: ID } as Receipt;
  const through = async (standings: object[], stopping = new AbortController()) => {
    const shown: string[] = [];
    const { erasures: asked } = erasures({});
    const look = () => Promise.resolve((standings.shift() ?? { receipt }) as { readonly receipt: Receipt });
    const show = (line: string): void => void shown.push(line);
    const found = follow(Object.assign(asked, { look }), ID, { show, lookEveryMs: 1, signal: stopping.signal });
    return { found: await found, shown };
  };

  it('shows what it does, and comes to the receipt', async () => {
    const { found, shown } = await through([record({ phase: 'begin' }), record()]);
    expect(found).toBe(receipt);
    expect(shown).toEqual([
      'waits for what is on its way into the lake, and for its turn; 12 s since it was asked for',
      'writes anew what arrived, through 2026-10-01 of 2026-11-21; 12 s since it was asked for',
    ]);
  });

  it('that is given up tells why, and where to read on', async () => {
    const failed = record({ status: 'failed', failure: 'AccessDenied' });
    await expect(through([failed])).rejects.toThrow(/AccessDenied.*docs\/runbook\.md#an-erasure-does-not-finish/);
  });

  it('ends with Ctrl-C; the erasure goes on, and can be looked at again', async () => {
    const stopping = new AbortController();
    stopping.abort();
    await expect(through([record()], stopping)).rejects.toThrow(`npm run erase -- --request ${ID}`);
  });
});
