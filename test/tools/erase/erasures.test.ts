import { LambdaClient, ResourceNotFoundException } from '@aws-sdk/client-lambda';
import { describeRetained } from '../../../tools/erase/describe-retained';
import { Erasures } from '../../../tools/erase/erasures';
import { follow } from '../../../tools/erase/follow';
import type { ErasureRecord, Receipt } from '../../../lambdas/erasure';
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

describe('Erasures', () => {
  it('invokes the function of the stage synchronously', async () => {
    const { erasures: requests, inputs } = erasures(answer({ requestId: ID }));
    expect(await requests.request('alice')).toBe(ID);
    expect(inputs).toEqual([{ FunctionName: 'playhead-dev-request-erasure', Payload: '{"viewerId":"alice"}' }]);
  });

  it('rejects with the command to deploy if the stage is not deployed', async () => {
    const missing = new ResourceNotFoundException({ message: 'gone', $metadata: {} });
    await expect(erasures(missing).erasures.request('alice')).rejects.toThrow('npm run deploy -- --stage dev');
  });

  it('rejects with the reason of the function', async () => {
    const refused = answer({ errorMessage: 'requestId is not an id of a request.' }, 'Unhandled');
    await expect(erasures(refused).erasures.stateOf('x')).rejects.toThrow('requestId is not an id of a request.');
  });
});

describe('describeRetained', () => {
  it('names each store that an erasure does not empty, what it keeps, and until when', () => {
    const text = describeRetained([{ store: 'live/Presence', what: 'session ids', until: '2026-12-03' }]);
    expect(text).toContain('\n  2026-12-03  live/Presence (session ids)\n');
    expect(text).toContain('erasures/suppressed/');
  });
});

describe('follow', () => {
  const receipt = { id: ID } as Receipt;
  const followed = async (states: object[], stopping = new AbortController()) => {
    const shown: string[] = [];
    const stateOf = () => Promise.resolve((states.shift() ?? { receipt }) as { readonly receipt: Receipt });
    const showProgress = (line: string): void => void shown.push(line);
    const result = await follow({ stateOf }, ID, { showProgress, pollMs: 1, signal: stopping.signal });
    return { result, shown };
  };

  it('shows the phases and returns the receipt', async () => {
    const { result, shown } = await followed([record({ phase: 'begin' }), record()]);
    expect(result).toBe(receipt);
    expect(shown).toEqual([
      'waiting for earlier events to arrive in the lake, and for earlier erasures; requested 12 s ago',
      'rewriting raw objects, through 2026-10-01 of 2026-11-21; requested 12 s ago',
    ]);
  });

  it('rejects with the reason and the section of the runbook if the erasure failed', async () => {
    const failed = record({ status: 'failed', failure: 'AccessDenied' });
    await expect(followed([failed])).rejects.toThrow(/AccessDenied.*docs\/runbook\.md#erasure-not-finished/);
  });

  it('rejects on Ctrl-C with the command that waits again', async () => {
    const stopping = new AbortController();
    stopping.abort();
    await expect(followed([record()], stopping)).rejects.toThrow(`npm run erase -- --request ${ID}`);
  });
});
