import type { DuckDBConnection } from '@duckdb/node-api';

const REPEAT_MS = 250;

/**
 * Interrupts the connection when the signal is aborted, and repeats it, because an interrupt between two statements has
 * no effect on the second. Returns a function that ends this; call it before the connection runs anything else.
 */
export const interruptOnAbort = (connection: DuckDBConnection, signal: AbortSignal): (() => void) => {
  let timer: NodeJS.Timeout | undefined;
  const interrupt = (): void => connection.interrupt();
  const onAbort = (): void => {
    interrupt();
    timer = setInterval(interrupt, REPEAT_MS);
  };
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort, { once: true });
  return () => {
    signal.removeEventListener('abort', onAbort);
    clearInterval(timer);
  };
};
