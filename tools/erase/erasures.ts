import { InvokeCommand, type LambdaClient, ResourceNotFoundException } from '@aws-sdk/client-lambda';
import type { Pseudonym } from '../../domain/ingest';
import type { ErasureRecord, Receipt } from '../../lambdas/erasure/erasure-log';

/** Why there is no erasure; its message is for the person who asked, with what to do next. */
export class NoErasure extends Error {}

/** What is known of an erasure: its receipt, and until there is one how it stands. */
export type Standing = { readonly receipt: Receipt } | { readonly record: ErasureRecord };

/** A stage's erasures, asked for by invoking its function; the call is synchronous, so that nobody keeps what it says. */
export class Erasures {
  constructor(
    private readonly lambda: LambdaClient,
    private readonly stage: string,
  ) {}

  /** The pseudonyms under which a viewer is known, the current key's first. Nothing is erased. */
  async pseudonymsOf(viewerId: string): Promise<readonly Pseudonym[]> {
    const { pseudonyms } = (await this.invoke({ viewerId, dryRun: true })) as { readonly pseudonyms: Pseudonym[] };
    return pseudonyms;
  }

  /** Begins an erasure; returns the id of the request. */
  async request(viewerId: string): Promise<string> {
    const { requestId } = (await this.invoke({ viewerId })) as { readonly requestId: string };
    return requestId;
  }

  async look(requestId: string): Promise<Standing> {
    return (await this.invoke({ requestId })) as Standing;
  }

  private async invoke(request: object): Promise<unknown> {
    const FunctionName = `playhead-${this.stage}-request-erasure`;
    const { Payload, FunctionError } = await this.lambda
      .send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(request) }))
      .catch((error: unknown) => {
        if (!(error instanceof ResourceNotFoundException)) throw error;
        throw new NoErasure(`Stage ${this.stage} does not stand there: npm run deploy -- --stage ${this.stage}.`);
      });
    const answer: unknown = JSON.parse(Payload?.transformToString() ?? 'null');
    if (FunctionError === undefined) return answer;
    const message: unknown = typeof answer === 'object' && answer !== null && Reflect.get(answer, 'errorMessage');
    throw new NoErasure(`It was refused: ${typeof message === 'string' ? message : FunctionError}`);
  }
}
