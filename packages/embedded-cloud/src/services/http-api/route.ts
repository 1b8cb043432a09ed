/** A parsed route of an HTTP API. */
export interface Route {
  /** For example `POST /v1/events` or `$default`. */
  readonly routeKey: string;
  /** Undefined when the route accepts any method. */
  readonly method: string | undefined;
  readonly path: RegExp;
  /** Sorts routes from specific to general. */
  readonly rank: string;
  readonly integrationId: string;
}

/** Parses a route key; undefined when it is neither `$default` nor `METHOD /path`. */
export const toRoute = (routeKey: string, integrationId: string): Route | undefined => {
  if (routeKey === '$default') return { routeKey, method: undefined, path: /^/, rank: '~', integrationId };
  const [, method, path] = /^([A-Z]+) (\/\S*)$/.exec(routeKey) ?? [];
  if (method === undefined || path === undefined) return undefined;
  const segments = path.split('/').slice(1);
  return {
    routeKey,
    method: method === 'ANY' ? undefined : method,
    path: new RegExp(`^${segments.map((segment) => `/${toPattern(segment)}`).join('')}/?$`),
    // By segment: static before parameter before greedy parameter. For equal paths: one method before any method.
    rank: segments.map(rankOf).join('') + (method === 'ANY' ? 'b' : 'a'),
    integrationId,
  };
};

/** The most specific route for a request, with its path parameters. */
export const matchRoute = (
  routes: readonly Route[],
  method: string | undefined,
  path: string,
): { readonly route: Route; readonly pathParameters: Readonly<Record<string, string>> } | undefined => {
  const [route] = routes
    .filter((candidate) => method === undefined || candidate.method === undefined || candidate.method === method)
    .filter((candidate) => candidate.path.test(path))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1));
  if (!route) return undefined;
  const groups = Object.entries(route.path.exec(path)?.groups ?? {});
  return { route, pathParameters: Object.fromEntries(groups.map(([name, value]) => [name, decode(value)])) };
};

const PARAMETER = /^\{(\w+)(\+?)\}$/;

const toPattern = (segment: string): string => {
  const [, name, greedy] = PARAMETER.exec(segment) ?? [];
  if (name === undefined) return segment.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return greedy === '+' ? `(?<${name}>.+)` : `(?<${name}>[^/]+)`;
};

const rankOf = (segment: string): string => {
  const [, name, greedy] = PARAMETER.exec(segment) ?? [];
  if (name === undefined) return 'a';
  return greedy === '+' ? 'c' : 'b';
};

const decode = (value: string): string => {
  try {
    return decodeURIComponent(value);
  } catch {
    return value; // invalid percent-encoding
  }
};
