import type { Faults } from 'embedded-cloud';
import type { HttpRequest, HttpResponse, Site } from 'embedded-cloud/http';
import { json, methodNotAllowed } from './answers';
import { faultsApi } from './faults-api';
import { type FeatureSource, featuresApi } from './features-api';
import { type Operations, operationsApi } from './operations-api';
import { pageFile } from './page-files';
import type { ConsoleSnapshot } from './snapshot';

/** Where the console lies below the endpoint; the page itself is at `/_playhead/`. */
const CONSOLE_ROOT = '/_playhead';

/** What the console shows and what it may change. */
export interface ConsoleSiteOptions {
  /** Asked once a second by every open page. */
  readonly snapshot: () => Promise<ConsoleSnapshot>;
  readonly faults: Faults;
  readonly operations: Operations;
  readonly features: FeatureSource;
}

/** Nothing but the page's own files runs or loads, and no other page frames it to steal a click. */
const SECURITY_HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
};

/** The console: one page, its files, what it shows as JSON, and the faults that it sets. */
export const consoleSite = ({ snapshot, faults, operations, features }: ConsoleSiteOptions): Site => {
  const answerFaults = faultsApi(faults);
  const answerFeatures = featuresApi(features);
  const answerOperations = operationsApi(operations);

  const answer = async (request: HttpRequest): Promise<HttpResponse> => {
    const { path } = request;
    if (path === CONSOLE_ROOT) return { status: 308, headers: { location: `${CONSOLE_ROOT}/` } };
    const name = path.slice(CONSOLE_ROOT.length + 1);
    if (name === 'api/snapshot') {
      return request.method === 'GET' ? json(200, await snapshot()) : methodNotAllowed('GET');
    }
    if (name === 'api/faults') return answerFaults(request);
    if (name.startsWith('api/faults/')) return answerFaults(request, name.slice('api/faults/'.length));
    if (name === 'api/features') return answerFeatures(request);
    const operational = await answerOperations(name, request);
    if (operational) return operational;
    return (await pageFile(name, request)) ?? json(404, { message: 'The console has no such page.' });
  };

  return (request) => {
    if (request.path !== CONSOLE_ROOT && !request.path.startsWith(`${CONSOLE_ROOT}/`)) return undefined;
    return answer(request)
      .catch((error: unknown) => json(500, { message: error instanceof Error ? error.message : String(error) }))
      .then((response) => ({ ...response, headers: { ...response.headers, ...SECURITY_HEADERS } }));
  };
};
