import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Fields, isObject } from 'embedded-cloud/json';
import type { Answer } from './answer';
import { CLIENTS_FOLDER } from './clients-folder';
import { programNames } from './programs';

/** A client with the operations that it called; every answer was as expected. */
export interface RecordedClient {
  readonly client: string;
  readonly version: string;
  readonly operations: readonly string[];
}

/** The clients of a program, each with its operations in order. */
export const toRecord = (answers: readonly Answer[]): readonly RecordedClient[] => {
  const names = [...new Set(answers.map(({ client }) => client))];
  return names.map((client) => {
    const own = answers.filter((answer) => answer.client === client);
    const operations = [...new Set(own.map(({ operation }) => operation))].sort();
    return { client, version: own[0]?.version ?? '', operations };
  });
};

const fileOf = (program: string): string => join(CLIENTS_FOLDER, program, 'recorded.json');

/** The record of a program in the repository; empty if there is none. */
export const readRecord = (program: string): readonly RecordedClient[] => {
  if (!existsSync(fileOf(program))) return [];
  const { clients } = Fields.parse(readFileSync(fileOf(program), 'utf8')).all;
  if (!Array.isArray(clients)) throw new TypeError(`${fileOf(program)} has no clients.`);
  return clients.filter(isObject).map((entry) => {
    const fields = new Fields(entry);
    const operations = fields.strings('operations');
    return { client: fields.string('client'), version: fields.string('version'), operations };
  });
};

/** The records of every program. */
export const readRecords = (): readonly RecordedClient[] => programNames().flatMap(readRecord);

export const writeRecord = (program: string, record: readonly RecordedClient[]): void =>
  writeFileSync(fileOf(program), `${JSON.stringify({ clients: record }, null, 2)}\n`);

/** What a run did differently from its record, in sentences. */
export const differencesOf = (
  recorded: readonly RecordedClient[],
  found: readonly RecordedClient[],
): readonly string[] => {
  const [before, after] = [linesOf(recorded), linesOf(found)];
  return [
    ...[...before].filter((line) => !after.has(line)).map((line) => `${line} is recorded, but was not called.`),
    ...[...after].filter((line) => !before.has(line)).map((line) => `${line} was called, but is not recorded.`),
  ];
};

const linesOf = (clients: readonly RecordedClient[]): ReadonlySet<string> =>
  new Set(
    clients.flatMap(({ client, version, operations }) =>
      operations.map((operation) => `${client} ${version}, ${operation}`),
    ),
  );
