import { randomUUID } from 'node:crypto';
import type { HttpRequest } from '../../core/service';

/** A request with the route to which it was matched. */
export interface MatchedRequest {
  readonly request: HttpRequest;
  readonly routeKey: string;
  readonly stage: string;
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly apiId: string;
  readonly accountId: string;
}

const SOURCE_IP = '127.0.0.1';

/** The event with payload format 2.0, as JSON text. */
export const toProxyEvent = ({
  request,
  routeKey,
  stage,
  pathParameters,
  apiId,
  accountId,
}: MatchedRequest): string => {
  const { cookie, ...headers } = request.headers;
  const isBase64Encoded = isBinary(request);
  const parameters = toParameters(request.query);
  return JSON.stringify({
    version: '2.0',
    routeKey,
    rawPath: request.path,
    rawQueryString: request.query.toString(),
    ...(cookie === undefined ? {} : { cookies: cookie.split(/; ?/) }),
    headers: { ...headers, 'x-forwarded-for': SOURCE_IP, 'x-forwarded-proto': 'https', 'x-forwarded-port': '443' },
    ...(parameters === undefined ? {} : { queryStringParameters: parameters }),
    ...(Object.keys(pathParameters).length > 0 ? { pathParameters } : {}),
    requestContext: {
      accountId,
      apiId,
      domainName: headers['host'] ?? '',
      domainPrefix: apiId,
      http: {
        method: request.method,
        path: request.path,
        protocol: 'HTTP/1.1',
        sourceIp: SOURCE_IP,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey,
      stage,
      time: toClf(new Date(request.receivedAt)),
      timeEpoch: request.receivedAt,
    },
    ...(request.body.length > 0 ? { body: request.body.toString(isBase64Encoded ? 'base64' : 'utf8') } : {}),
    isBase64Encoded,
  });
};

const TEXTUAL: ReadonlySet<string> = new Set(['application/json', 'application/xml', 'application/javascript']);

/**
 * Whether the body of a request is passed on as Base64. As on AWS, only the content type decides: a gzipped body of a
 * textual type is decoded as UTF-8, which replaces its bytes with U+FFFD. Source: measured on AWS in
 * https://github.com/ministackorg/ministack/pull/766.
 */
const isBinary = ({ headers, body }: HttpRequest): boolean => {
  const mediaType = headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
  return body.length > 0 && !mediaType.startsWith('text/') && !TEXTUAL.has(mediaType);
};

/** The query parameters; payload format 2.0 joins the values of a repeated parameter with commas. */
const toParameters = (query: URLSearchParams): Record<string, string> | undefined => {
  if (query.size === 0) return undefined;
  return Object.fromEntries([...new Set(query.keys())].map((name) => [name, query.getAll(name).join(',')]));
};

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Formats a date as in the Common Log Format: `12/Mar/2020:19:03:58 +0000`. */
const toClf = (date: Date): string => {
  const iso = date.toISOString();
  return `${iso.slice(8, 10)}/${MONTHS[date.getUTCMonth()] ?? ''}/${iso.slice(0, 4)}:${iso.slice(11, 19)} +0000`;
};
