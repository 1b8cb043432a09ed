import type { HttpRequest, HttpResponse, Service, Surroundings } from '../../core/service';
import { type QueryAction, QueryProtocol, textElement } from '../../core/query-protocol';

const PROTOCOL = new QueryProtocol('https://sts.amazonaws.com/doc/2011-06-15/');

/** STS with GetCallerIdentity only: every caller is the same user of the embedded account. */
export class Sts implements Service {
  readonly name = 'sts';
  readonly throttlingCode = 'Throttling';
  readonly errorResponse = PROTOCOL.error;
  readonly provisions = {};
  private readonly actions = new Map<string, QueryAction>([['GetCallerIdentity', () => this.callerIdentity()]]);

  constructor(private readonly surroundings: Surroundings) {}

  readonly handle = (request: HttpRequest): Promise<HttpResponse> => PROTOCOL.run('STS', this.actions, request);

  private callerIdentity(): string {
    const { accountId } = this.surroundings;
    return [
      textElement('Arn', `arn:aws:iam::${accountId}:user/embedded`),
      textElement('UserId', 'AIDAEMBEDDED'),
      textElement('Account', accountId),
    ].join('');
  }
}
