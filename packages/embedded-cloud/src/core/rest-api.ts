import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Fields } from './fields';
import type { JsonObject } from './json-object';
import type { HttpRequest, OpenedRequest } from './service';
import { ServiceError } from './service-error';

/** One operation of a REST API, as scripts/rest-apis.ts writes it from the SDK's model. */
interface Route {
  readonly operation: string;
  readonly path: RegExp;
  /** The parameters and headers that a request must have; a parameter may need a value. */
  readonly query: ReadonlyMap<string, string>;
  readonly needsQuery: readonly string[];
  readonly needsHeaders: readonly string[];
  /** The members of the input, by the names of their parameters and headers. A prefix of headers ends with `-`. */
  readonly queryMembers: ReadonlyMap<string, string>;
  readonly headerMembers: ReadonlyMap<string, string>;
  readonly headerPrefixes: readonly string[];
}

/** The operations of an API whose requests name them by method, path, parameters and headers. */
export class RestApi {
  private readonly byMethod = new Map<string, Route[]>();

  constructor(operations: Fields) {
    for (const operation of Object.keys(operations.all)) {
      const fields = operations.object(operation) ?? new Fields({});
      const [method = '', uri = ''] = fields.string('route').split(' ');
      this.byMethod.set(method, [...(this.byMethod.get(method) ?? []), toRoute(operation, uri, fields)]);
    }
    for (const routes of this.byMethod.values()) routes.sort((a, b) => weightOf(b) - weightOf(a));
  }

  /** The operation of a request, and the members of its input that are in the path, in parameters and in headers. */
  open(request: HttpRequest, path = request.path): OpenedRequest {
    const { method, query } = request;
    const candidates = (this.byMethod.get(method) ?? []).filter((route) => matches(route, request, path));
    const weight = weightOf(candidates[0]);
    const best = candidates.filter((route) => weightOf(route) === weight);
    // SDKs name the operation in x-id; it decides between two operations with the same path.
    const route = best.find(({ operation }) => operation === query.get('x-id')) ?? best[0];
    if (!route) return { operation: `${method} ${path}`, read: () => ({}) };
    return { operation: route.operation, read: () => ({ ...readMembers(route, request), ...readLabels(route, path) }) };
  }
}

/** Opens requests by the file rest-api.json of a service's folder, which is read when the first request arrives. */
export const restRequestsIn = (folder: string): RestApi['open'] => {
  let api: RestApi | undefined;
  return (request, path) => {
    api ??= new RestApi(Fields.parse(readFileSync(join(folder, 'rest-api.json'), 'utf8')));
    return api.open(request, path);
  };
};

const toRoute = (operation: string, uri: string, fields: Fields): Route => {
  const [path = '', query = ''] = uri.split('?');
  const headers = fields.stringMap('headers');
  return {
    operation,
    path: toPattern(path),
    query: new Map(new URLSearchParams(query)),
    needsQuery: fields.strings('needsQuery'),
    needsHeaders: fields.strings('needsHeaders'),
    queryMembers: new Map(Object.entries(fields.stringMap('query'))),
    headerMembers: new Map(Object.entries(headers)),
    headerPrefixes: Object.keys(headers).filter((name) => name.endsWith('-')),
  };
};

/** `/{Bucket}/{Key+}`: a label is a member of the input in one part of the path, or in all the rest with a `+`. */
const toPattern = (path: string): RegExp => {
  const source = path
    .replace(/\/$/, '')
    .replace(/[.*?^$()|[\]\\]/g, '\\$&')
    .replace(/\{(\w+)\+\}/g, '(?<$1>.+)')
    .replace(/\{(\w+)\}/g, '(?<$1>[^/]+)');
  return new RegExp(`^${source}/?$`, 's');
};

/** The more a route asks of a request, the better it fits. */
const weightOf = (route: Route | undefined): number =>
  route ? route.query.size + route.needsQuery.length + route.needsHeaders.length : 0;

const matches = ({ path, query, needsQuery, needsHeaders }: Route, request: HttpRequest, requested: string): boolean =>
  path.test(requested) &&
  [...query].every(([name, value]) => request.query.has(name) && (value === '' || request.query.get(name) === value)) &&
  needsQuery.every((name) => request.query.has(name)) &&
  needsHeaders.every((name) => headerOf(request, name) !== undefined);

/** A presigned URL has headers as parameters. */
const headerOf = ({ headers, query }: HttpRequest, name: string): string | undefined =>
  headers[name] ?? query.get(name) ?? undefined;

/** What every request may have: the name of the operation, a signature, the form of the body and its checksum. */
const COMMON_PARAMETERS =
  /^(x-id|awsaccesskeyid|signature|expires|x-amz-(algorithm|credential|date|expires|signature|signedheaders|security-token|content-sha256|user-agent|sdk-.+|checksum-.+))$/i;
const COMMON_HEADERS =
  /^x-amz-(date|content-sha256|security-token|user-agent|target|api-version|decoded-content-length|trailer|te|sdk-.+|checksum-.+)$/;

/** The members of the input that are in the path. */
const readLabels = ({ path }: Route, requested: string): JsonObject =>
  Object.fromEntries(Object.entries(path.exec(requested)?.groups ?? {}).map(([name, text]) => [name, decode(text)]));

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new ServiceError('ValidationException', `The path has the malformed part ${text}.`);
  }
};

/** The members of the input that are in parameters and headers, and under their own names the parameters and AWS's headers that the operation does not have. */
const readMembers = (route: Route, { query, headers }: HttpRequest): JsonObject => {
  const input: Record<string, unknown> = {};
  for (const [name, value] of query) {
    const member = route.queryMembers.get(name) ?? headerMemberOf(route, name);
    if (member !== undefined) input[member] = value;
    else if (!route.query.has(name) && !COMMON_PARAMETERS.test(name)) input[name] = value || true;
  }
  for (const [name, value] of Object.entries(headers)) {
    const member = headerMemberOf(route, name);
    if (member !== undefined) input[member] = value;
    else if (name.startsWith('x-amz-') && !COMMON_HEADERS.test(name)) input[name] = value;
  }
  return input;
};

const headerMemberOf = ({ headerMembers, headerPrefixes }: Route, name: string): string | undefined =>
  headerMembers.get(headerPrefixes.find((prefix) => name.startsWith(prefix)) ?? name);
