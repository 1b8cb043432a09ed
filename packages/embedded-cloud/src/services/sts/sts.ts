import { type HttpRequest, type HttpResponse, type Service, ServiceError, type Surroundings } from '../../core/service';
import { QueryProtocol, textElement } from '../../core/query-protocol';

const PROTOCOL = new QueryProtocol('https://sts.amazonaws.com/doc/2011-06-15/');

/** STS, as far as tools ask whose credentials they have: everybody here is the embedded account's own user. */
export class Sts implements Service {
  readonly name = 'sts';
  readonly throttlingCode = 'Throttling';
  readonly errorResponse = PROTOCOL.error;
  readonly provisions = {};

  constructor(private readonly surroundings: Surroundings) {}

  readonly handle = async ({ body }: HttpRequest): Promise<HttpResponse> => {
    const action = new URLSearchParams(body.toString('utf8')).get('Action') ?? '';
    if (action !== 'GetCallerIdentity') {
      throw new ServiceError('InvalidAction', `The embedded STS does not run "${action}".`);
    }
    const { accountId } = this.surroundings;
    const identity = [
      textElement('Arn', `arn:aws:iam::${accountId}:user/embedded`),
      textElement('UserId', 'AIDAEMBEDDED'),
      textElement('Account', accountId),
    ];
    return Promise.resolve(PROTOCOL.answer(action, identity.join('')));
  };
}
