import { Script } from 'node:vm';
import type { TrinoSQL } from 'dt-sql-parser/dist/parser/trino';
import { buildSync } from 'esbuild';

/** The package's modules import each other without extensions, so a bundler must resolve them. */
const bundle = (): string => {
  const contents = "export { TrinoSQL } from 'dt-sql-parser/dist/parser/trino'";
  const { outputFiles } = buildSync({
    stdin: { contents, resolveDir: __dirname },
    ...{ bundle: true, write: false, platform: 'node', format: 'cjs', logLevel: 'error' },
  });
  return outputFiles[0]?.text ?? '';
};

/** Loads the grammar of Trino only, because the complete parser takes five times as long to load. */
export const loadTrino = (): TrinoSQL => {
  const module: { exports: { TrinoSQL?: new () => TrinoSQL } } = { exports: {} };
  const run = new Script(`((module) => { ${bundle()} })`).runInThisContext() as (given: typeof module) => void;
  run(module);
  if (!module.exports.TrinoSQL) throw new Error('dt-sql-parser has no TrinoSQL.');
  return new module.exports.TrinoSQL();
};
