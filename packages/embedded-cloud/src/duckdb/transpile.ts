import { setFlagsFromString } from 'node:v8';
import { Dialect, init, transpile, type TranspileResult } from '@polyglot-sql/sdk';

let loaded: Promise<void> | undefined;

/**
 * Loads the transpiler, 23 MB of WebAssembly, without V8's optimizing compiler. That compiler would take up to 250 MB
 * to make it, of which malloc keeps 70 MB for good, and more time than it saves: a statement takes 0.2 ms without it.
 * V8 reads the flags when it compiles a module; it needs both.
 */
const load = (): Promise<void> => {
  setFlagsFromString('--no-wasm-tier-up');
  setFlagsFromString('--no-wasm-dynamic-tiering');
  return init();
};

/** Transpiles SQL text from a dialect to DuckDB's; fails if a construct has no counterpart. */
export const transpileToDuckDb = async (text: string, from: Dialect): Promise<TranspileResult> => {
  await (loaded ??= load());
  return transpile(text, from, Dialect.DuckDB, { unsupportedLevel: 'raise' });
};
