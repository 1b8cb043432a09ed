import type { Endpoint } from '../../src/testing';

/** A request as a client sends it, byte for byte. */
export interface WireRequest {
  /** The name of the service in the credential scope. */
  readonly service: string;
  /** @default / */
  readonly path?: string;
  readonly headers: Readonly<Record<string, string>>;
  /** @default - empty */
  readonly body?: string | Uint8Array<ArrayBuffer>;
  /** @default - that of an administrator */
  readonly accessKeyId?: string;
}

/** The answer to a request. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
}

/** Sends a request to the endpoint. */
export const sendRequest = async ({ surroundings }: Endpoint, request: WireRequest): Promise<WireAnswer> => {
  const { service, path = '/', headers, body = '', accessKeyId = 'any' } = request;
  const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20261130/us-east-1/${service}/aws4_request`;
  const answer = await fetch(`${surroundings.endpoint}${path}`, {
    method: 'POST',
    headers: { authorization, ...headers },
    body,
  });
  return { status: answer.status, headers: answer.headers, body: Buffer.from(await answer.arrayBuffer()) };
};

/** The headers of a request in the CBOR of the Java SDKs. */
export const awsCborHeaders = (target: string): Readonly<Record<string, string>> => ({
  'content-type': 'application/x-amz-cbor-1.1',
  'x-amz-target': target,
});

/** The headers of a request in the Query protocol. */
export const QUERY_HEADERS = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
