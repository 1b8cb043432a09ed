import { type HttpRequest, type HttpResponse, type Service, ServiceError, type Surroundings } from '../service';
import { QueryProtocol, textElement } from './query-protocol';

const PROTOCOL = new QueryProtocol('https://sts.amazonaws.com/doc/2011-06-15/');

/** STS, as far as one asks it who one is: whoever calls is the root of the embedded account, for signatures are not verified. */
export class Sts implements Service {
  readonly name = 'sts';
  readonly errorResponse = PROTOCOL.error;
  readonly provisions = {};

  constructor(private readonly surroundings: Surroundings) {}

  readonly handle = (request: HttpRequest): Promise<HttpResponse> => {
    const name = new URLSearchParams(request.body.toString('utf8')).get('Action') ?? '';
    if (name !== 'GetCallerIdentity') {
      return Promise.reject(new ServiceError('InvalidAction', `The embedded STS does not run "${name}".`));
    }
    const { accountId } = this.surroundings;
    const identity = [
      textElement('Arn', `arn:aws:iam::${accountId}:root`),
      textElement('UserId', accountId),
      textElement('Account', accountId),
    ];
    return Promise.resolve(PROTOCOL.answer(name, identity.join('')));
  };
}
