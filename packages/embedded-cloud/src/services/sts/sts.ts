import { apiModelIn } from '../../core/protocols/api-model';
import type { Caller, JsonObject, Operation, Service, Surroundings } from '../../core/service';
import { stsInputs } from './inputs';
import { stsPermissions } from './permissions';

/** STS with GetCallerIdentity only: a function is a session of its role, every other caller the same user. */
export class Sts implements Service {
  readonly name = 'sts';
  readonly throttlingCode = 'Throttling';
  readonly model = apiModelIn(__dirname);
  readonly inputs = stsInputs;
  readonly provisions = {};
  readonly permissions = stsPermissions;
  readonly operations: Readonly<Record<string, Operation>> = {
    GetCallerIdentity: (_, caller) => this.callerIdentity(caller),
  };

  constructor(private readonly surroundings: Surroundings) {}

  private callerIdentity(caller: Caller): JsonObject {
    const { accountId } = this.surroundings;
    const userId = caller?.context['aws:userid'];
    return {
      Arn: caller?.arn ?? `arn:aws:iam::${accountId}:user/embedded`,
      UserId: typeof userId === 'string' ? userId : 'AIDAEMBEDDED',
      Account: accountId,
    };
  }
}
