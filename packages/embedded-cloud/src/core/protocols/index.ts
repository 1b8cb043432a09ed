import type { HttpRequest } from '../service';
import { awsCbor } from './aws-cbor';
import { json } from './json';
import type { Addressed, Protocol } from './protocol';
import { ec2Query, query } from './query';
import { rpcV2Cbor } from './rpc-v2-cbor';

export type { Protocol } from './protocol';

const [JSON_1_0, JSON_1_1] = [json('1.0'), json('1.1')];

/** The protocol of a request. A service answers in the protocol in which a client asks, also with an error. */
export const protocolOf = (request: HttpRequest, service: Addressed): Protocol => {
  const contentType = request.headers['content-type'] ?? '';
  if (request.headers['smithy-protocol'] === 'rpc-v2-cbor') return rpcV2Cbor;
  if (contentType.startsWith('application/x-amz-cbor-1.1')) return awsCbor;
  if (contentType.startsWith('application/x-www-form-urlencoded') || request.query.has('Action')) {
    return service.model?.().isEc2 ? ec2Query : query;
  }
  return contentType.startsWith('application/x-amz-json-1.1') ? JSON_1_1 : JSON_1_0;
};
