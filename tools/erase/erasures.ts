import { InvokeCommand, type LambdaClient, ResourceNotFoundException } from '@aws-sdk/client-lambda';
import { resourceName } from '../../domain/names';
import {
  decodeErasureState,
  decodePseudonymsAnswer,
  decodeRequestAnswer,
  type ErasureState,
  type PseudonymsAnswer,
} from '../../lambdas/erasure';
import { CommandFailed } from '../command/errors';

/**
 * Requests erasures by invoking the stage's function `request-erasure`. The calls are synchronous, so that no queue
 * stores the viewer's id. A refusal rejects with {@link CommandFailed}.
 */
export class Erasures {
  constructor(
    private readonly lambda: LambdaClient,
    private readonly stage: string,
  ) {}

  /** The pseudonyms of a viewer, and what an erasure would not remove. Erases nothing. */
  async dryRun(viewerId: string): Promise<PseudonymsAnswer> {
    return decodePseudonymsAnswer(await this.invoke({ viewerId, dryRun: true }));
  }

  /** Requests an erasure and returns the id of the request. */
  async request(viewerId: string): Promise<string> {
    return decodeRequestAnswer(await this.invoke({ viewerId })).requestId;
  }

  async stateOf(requestId: string): Promise<ErasureState> {
    return decodeErasureState(await this.invoke({ requestId }));
  }

  private async invoke(request: object): Promise<unknown> {
    const FunctionName = resourceName(this.stage, 'request-erasure');
    const { Payload, FunctionError } = await this.lambda
      .send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(request) }))
      .catch((error: unknown) => {
        if (!(error instanceof ResourceNotFoundException)) throw error;
        throw new CommandFailed(
          `Stage ${this.stage} is not deployed in this account and region: npm run deploy -- --stage ${this.stage}.`,
        );
      });
    const answer: unknown = JSON.parse(Payload?.transformToString() ?? 'null');
    if (FunctionError === undefined) return answer;
    const message: unknown = typeof answer === 'object' && answer !== null && Reflect.get(answer, 'errorMessage');
    throw new CommandFailed(`The request was refused: ${typeof message === 'string' ? message : FunctionError}`);
  }
}
