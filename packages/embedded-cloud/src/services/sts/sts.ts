import type { Caller, HttpRequest, HttpResponse, Service, Surroundings } from '../../core/service';
import { stsPermissions } from './permissions';
import { type QueryAction, QueryProtocol, textElement } from '../../core/query-protocol';

const PROTOCOL = new QueryProtocol('https://sts.amazonaws.com/doc/2011-06-15/');

/** STS with GetCallerIdentity only: a function is a session of its role, every other caller the same user. */
export class Sts implements Service {
  readonly name = 'sts';
  readonly throttlingCode = 'Throttling';
  readonly errorResponse = PROTOCOL.error;
  readonly provisions = {};
  readonly permissions = stsPermissions;

  constructor(private readonly surroundings: Surroundings) {}

  readonly handle = (request: HttpRequest, caller?: Caller): Promise<HttpResponse> => {
    const actions = new Map<string, QueryAction>([['GetCallerIdentity', () => this.callerIdentity(caller)]]);
    return PROTOCOL.run('STS', actions, request);
  };

  private callerIdentity(caller: Caller): string {
    const { accountId } = this.surroundings;
    const userId = caller?.context['aws:userid'];
    return [
      textElement('Arn', caller?.arn ?? `arn:aws:iam::${accountId}:user/embedded`),
      textElement('UserId', typeof userId === 'string' ? userId : 'AIDAEMBEDDED'),
      textElement('Account', accountId),
    ].join('');
  }
}
