import type { RecordedClient } from './record';

/** An operation of an API, as opposed to a task of a library in words. */
const OPERATION = /^([a-z0-9-]+):([A-Z]\w+)$/;

/** The page with every client and operation, in Markdown. */
export const clientsPage = (clients: readonly RecordedClient[]): string => {
  const callers = clients.filter(({ operations }) => operations.some((operation) => OPERATION.test(operation)));
  const libraries = clients.filter(({ operations }) => operations.some((operation) => !OPERATION.test(operation)));
  const operations = [...new Set(callers.flatMap((client) => client.operations))].filter((operation) =>
    OPERATION.test(operation),
  );
  return `# Clients

<!-- Written by "npm run check:clients -- --record". Do not edit. -->

These clients run against the embedded cloud in every CI run: one small program for each, in
[clients](../clients). Every call's answer is compared with what the program expects: rows, records or a typed
error. \`npm run check:clients\` runs them, and fails if an answer, a version or an operation differs from this page.
[The list of operations](operations.md) has every operation that is answered, with its parameters.

${table(['client', 'version', 'operations'], clients.map(toRow))}

## Operations of the APIs

${table(
  ['operation', ...callers.map(({ client }) => client)],
  operations
    .sort()
    .map((operation) => [
      `\`${operation}\``,
      ...callers.map((caller) => (caller.operations.includes(operation) ? '✓' : '')),
    ]),
)}
${libraries.map(toTasks).join('')}`;
};

const toRow = ({ client, version, operations }: RecordedClient): readonly string[] => [
  client,
  version,
  String(operations.length),
];

const toTasks = ({ client, operations }: RecordedClient): string =>
  [
    '',
    `## What ${client} does`,
    '',
    ...operations.filter((one) => !OPERATION.test(one)).map((task) => `- ${task}`),
    '',
  ].join('\n');

/** A table whose columns are as wide as their longest cell, as Prettier formats it. */
const table = (header: readonly string[], rows: readonly (readonly string[])[]): string => {
  const widths = header.map((title, column) =>
    Math.max(3, title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width)).join(' | ')} |`;
  return [line(header), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
};
