import { byId, setText } from './element';
import { clock } from './format';
import type { Tone } from './tone';

const TIMEOUT_MS = 5_000;

/** A path of the console's API. Endpoint and page have the same version, so the type of the answer is known. */
export interface Api<Answer> {
  readonly path: string;
  /** Carries the type only. */
  readonly answer?: Answer;
}

/** Gets the answer of an API; rejects if the endpoint does not answer, or answers with an error. */
export const getJson = async <Answer>({ path }: Api<Answer>): Promise<Answer> => {
  const response = await fetch(path, { cache: 'no-store', signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) throw new Error(`answers ${response.status}`);
  return (await response.json()) as Answer;
};

/** Why a call failed, in two words. `fetch` fails with a TypeError if nothing listens. */
export const toReason = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TypeError') return 'Not reachable';
  return error.name === 'TimeoutError' ? 'No answer' : `Endpoint ${error.message}`;
};

/** Shows the state of the connection. The page turns pale while its content may be out of date. */
export const showStatus = (text: string, tone: Tone): void => {
  const status = byId('status');
  setText(status, text);
  status.dataset['tone'] = tone;
  document.body.classList.toggle('silent', tone === 'bad');
};

/** When the endpoint stopped answering, epoch ms; undefined while it answers. */
let silentSince: number | undefined;

/** Shows that the endpoint does not answer, with the time of the first failure. */
export const showSilence = (error: unknown): void => {
  silentSince ??= Date.now();
  showStatus(`${toReason(error)} since ${clock(silentSince)}`, 'bad');
};

/** Shows that the endpoint answers. */
export const showLive = (text: string): void => {
  silentSince = undefined;
  showStatus(text, 'good');
};

/**
 * Calls a function now and then every `ms`, one call at a time, and not while the page is hidden. Returns a function
 * that makes an additional call.
 */
export const every = (ms: number, work: () => Promise<void>): (() => void) => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isWorking = false;
  let isRequested = false;
  const turn = async (): Promise<void> => {
    clearTimeout(timer);
    if (isWorking) {
      isRequested = true;
      return;
    }
    isWorking = true;
    try {
      do {
        isRequested = false;
        if (!document.hidden) await work();
      } while (wasRequested());
    } finally {
      isWorking = false;
      timer = setTimeout(start, ms);
    }
  };
  const wasRequested = (): boolean => isRequested; // may have changed during the call
  const start = (): void => void turn();
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) start();
  });
  start();
  return start;
};
