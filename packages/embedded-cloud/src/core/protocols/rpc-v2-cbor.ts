import type { HttpResponse } from '../service';
import { encodeCbor } from './cbor';
import { readCbor, writeCbor } from './cbor-values';
import { modelOf, type Protocol } from './protocol';
import { queryErrorHeader } from './query-errors';

const TIME = { unitsPerSecond: 1 } as const;
const HEADERS = { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' };

/**
 * Smithy RPC v2 CBOR: the operation is in the path `/service/<service>/operation/<operation>`. Source:
 * https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html
 */
export const rpcV2Cbor: Protocol = {
  open: (request) => ({
    operation: /\/service\/[\w.]+\/operation\/(\w+)$/.exec(request.path)?.[1] ?? '',
    read: () => readCbor(request.body, TIME),
  }),
  write: (output, operation, service): HttpResponse => {
    const shape = modelOf(service).outputOf(operation);
    return { status: 200, headers: HEADERS, body: shape ? writeCbor(output, shape, TIME) : encodeCbor({}) };
  },
  error: (error, service): HttpResponse => ({
    status: error.status,
    headers: { ...HEADERS, ...queryErrorHeader(error, service) },
    body: encodeCbor({ __type: error.code, message: error.message }),
  }),
};
