/** The prefix of macro names, which neither the translation nor DuckDB gives to functions of its own. */
export const PREFIX = 'trino_';
