import type { HttpRequest } from '../../core/service';
import type { Fields } from '../../core/fields';

/** The CorsConfiguration of an API. */
export interface Cors {
  readonly origins: readonly string[];
  readonly methods: readonly string[];
  readonly headers: readonly string[];
  readonly exposed: readonly string[];
  readonly maxAgeSeconds: number | undefined;
  readonly credentials: boolean;
}

/** Reads a CorsConfiguration. */
export const toCors = (fields: Fields): Cors => ({
  origins: fields.strings('AllowOrigins'),
  methods: fields.strings('AllowMethods'),
  headers: fields.strings('AllowHeaders'),
  exposed: fields.strings('ExposeHeaders'),
  maxAgeSeconds: fields.optionalNumber('MaxAge'),
  credentials: fields.boolean('AllowCredentials'),
});

/** The CORS headers of a response; empty when the request has no origin or one that is not allowed. */
export const corsHeaders = (cors: Cors | undefined, { headers }: HttpRequest): Record<string, string> => {
  const origin = headers['origin'];
  const allowed = origin === undefined ? undefined : cors?.origins.find((pattern) => matchesOrigin(pattern, origin));
  if (!cors || origin === undefined || allowed === undefined) return {};
  return {
    'access-control-allow-origin': allowed === '*' ? '*' : origin,
    ...(cors.credentials ? { 'access-control-allow-credentials': 'true' } : {}),
    ...(cors.exposed.length > 0 ? { 'access-control-expose-headers': cors.exposed.join(',') } : {}),
  };
};

/** The headers of the response to a preflight request. */
export const preflightHeaders = (cors: Cors, request: HttpRequest): Record<string, string> => {
  const headers = corsHeaders(cors, request);
  if (Object.keys(headers).length === 0) return {};
  return {
    ...headers,
    ...(cors.methods.length > 0 ? { 'access-control-allow-methods': cors.methods.join(',') } : {}),
    ...(cors.headers.length > 0 ? { 'access-control-allow-headers': cors.headers.join(',') } : {}),
    ...(cors.maxAgeSeconds === undefined ? {} : { 'access-control-max-age': String(cors.maxAgeSeconds) }),
  };
};

/** API Gateway allows the patterns `*`, `http://*`, `https://*` and complete origins. */
const matchesOrigin = (pattern: string, origin: string): boolean =>
  pattern.endsWith('*') ? origin.startsWith(pattern.slice(0, -1)) : origin === pattern;
