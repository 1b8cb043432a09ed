import { type DuckDBConnection, DuckDBScalarFunction, VARCHAR } from '@duckdb/node-api';
import { BYTE_SCRIPTS } from './bytes';
import { DISTRIBUTION_SCRIPTS } from './distribution';
import { format } from './format';
import { JSON_SCRIPTS } from './json';
import { NUMBER_SCRIPTS } from './number';
import { TEXT_SCRIPTS } from './text';
import { URL_SCRIPTS } from './url';

/** A function of texts; null for SQL's null. */
type Script = (...texts: string[]) => string | null;

/** Functions that are written in TypeScript, because DuckDB has no similar one. A null argument gives null. */
const SCRIPTS: ReadonlyMap<string, Script> = new Map<string, Script>(
  Object.entries({
    ...{ ...TEXT_SCRIPTS, ...URL_SCRIPTS, ...JSON_SCRIPTS, format },
    ...{ ...NUMBER_SCRIPTS, ...DISTRIBUTION_SCRIPTS, ...BYTE_SCRIPTS },
  }),
);

/** DuckDB's name of the function that calls a script: the script's name, then its arguments. */
export const SCRIPT = 'trino_script';

/** Adds the function {@link SCRIPT} to a connection. */
export const registerScripts = (connection: DuckDBConnection): void => {
  connection.registerScalarFunction(
    DuckDBScalarFunction.create({
      ...{ name: SCRIPT, returnType: VARCHAR, parameterTypes: [VARCHAR], varArgsType: VARCHAR, specialHandling: true },
      mainFunction: (_, input, output) => {
        const columns = input.getColumns();
        for (let row = 0; row < input.rowCount; row++) {
          const [name, ...values] = columns.map((column) => column[row] ?? null);
          output.setItem(row, values.includes(null) ? null : call(String(name), values.map(String)));
        }
        output.flush();
      },
    }),
  );
};

const call = (name: string, values: string[]): string | null => {
  const script = SCRIPTS.get(name);
  if (!script) throw new Error(`There is no script ${name}.`);
  return script(...values);
};
