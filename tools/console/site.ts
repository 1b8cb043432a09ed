import type { Faults } from 'embedded-cloud';
import type { HttpRequest, HttpResponse, Site } from 'embedded-cloud/http';
import { json, methodNotAllowed } from './answers';
import type { ApiHandler, ConsolePanel } from './console-panel';
import { faultsApi } from './faults-api';
import { type Operations, operationsApi } from './operations-api';
import { pageFiles } from './page-files';
import type { ConsoleSnapshot } from './snapshot';

/** The path of the console below the endpoint; the overview is at `/_playhead/`. */
const CONSOLE_ROOT = '/_playhead';

/** The sources of the console's content, and the faults that it may inject. */
export interface ConsoleSiteOptions {
  /** Called once a second by every open page. */
  readonly snapshot: () => Promise<ConsoleSnapshot>;
  readonly faults: Faults;
  readonly operations: Operations;
  readonly panels: readonly ConsolePanel[];
  /** The handlers of the panels' own APIs, by the path below `api/`. */
  readonly apis: ReadonlyMap<string, ApiHandler>;
}

/** Only the page's own files run and load, and no other page can frame it, which prevents clickjacking. */
const SECURITY_HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
};

/** The console: its pages, the data that they show as JSON, and the faults that they inject. */
export const consoleSite = ({ snapshot, faults, operations, panels, apis }: ConsoleSiteOptions): Site => {
  const answerFaults = faultsApi(faults);
  const answerOperations = operationsApi(operations);
  const answerFile = pageFiles(panels);

  const answerApi = async (path: string, request: HttpRequest): Promise<HttpResponse | undefined> => {
    if (path === 'snapshot') return request.method === 'GET' ? json(200, await snapshot()) : methodNotAllowed('GET');
    if (path === 'faults') return answerFaults(request);
    if (path.startsWith('faults/')) return answerFaults(request, path.slice('faults/'.length));
    return (await answerOperations(path, request)) ?? apis.get(path)?.(request);
  };

  const answer = async (request: HttpRequest): Promise<HttpResponse> => {
    const { path } = request;
    if (path === CONSOLE_ROOT) return { status: 308, headers: { location: `${CONSOLE_ROOT}/` } };
    const name = path.slice(CONSOLE_ROOT.length + 1);
    const found = name.startsWith('api/')
      ? await answerApi(name.slice('api/'.length), request)
      : await answerFile(name, request);
    return found ?? json(404, { message: 'The console has no such page.' });
  };

  return (request) => {
    if (request.path !== CONSOLE_ROOT && !request.path.startsWith(`${CONSOLE_ROOT}/`)) return undefined;
    return answer(request)
      .catch((error: unknown) => json(500, { message: error instanceof Error ? error.message : String(error) }))
      .then((response) => ({ ...response, headers: { ...response.headers, ...SECURITY_HEADERS } }));
  };
};
