import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineCommand } from '../command/command';
import { quietSdk } from '../command/env';
import { UsageError } from '../command/errors';
import { STATE_FOLDER } from '../local/state-folder';
import { Terminal } from '../local/terminal';
import { CLIENTS_PAGE } from './clients-folder';
import { clientsPage } from './page';
import { programNames } from './programs';
import { differencesOf, readRecord, readRecords, toRecord, writeRecord } from './record';
import { type ProgramResult, runProgram } from './run-program';

/** Runs the programs of other languages' clients against the embedded cloud. */
export const clientsCommand = defineCommand({
  name: 'npm run check:clients',
  summary: 'Runs one small program per AWS client (Python, Go, Java, …) against the embedded cloud.',
  options: {
    client: { type: 'text', description: 'runs this client only; the option may be repeated', isRepeatable: true },
    record: { type: 'flag', description: 'records which operations the clients call, and writes docs/clients.md' },
  },
  example: '--client python',
  run: async ({ client: chosen, record }) => {
    quietSdk();
    const names = programNames();
    const unknown = chosen.find((name) => !names.includes(name));
    if (unknown !== undefined)
      throw new UsageError(`There is no client "${unknown}"; the clients are ${names.join(', ')}`);
    const terminal = new Terminal(process.stdout);
    terminal.print('AWS clients against the embedded cloud');
    const problems: string[] = [];
    for (const name of chosen.length > 0 ? chosen : names) {
      const work = (): Promise<ProgramResult> => runProgram(name, join(STATE_FOLDER, 'clients'));
      const { answers, failure } = await terminal.step(name, work, (result) => summaryOf(name, result));
      const found = toRecord(answers);
      if (failure !== undefined) problems.push(failure);
      else if (record) writeRecord(name, found);
      else problems.push(...differencesOf(readRecord(name), found));
    }
    const page = clientsPage(readRecords());
    if (record) writeFileSync(CLIENTS_PAGE, page);
    else if (readFileSync(CLIENTS_PAGE, 'utf8') !== page) problems.push(STALE_PAGE);
    for (const problem of problems) terminal.print(`  PROBLEM: ${problem}`);
    return problems.length === 0 ? 0 : 1;
  },
});

const STALE_PAGE =
  'docs/clients.md of the package is not what the records say: run "npm run check:clients -- --record".';

const summaryOf = (name: string, { answers }: ProgramResult): string => {
  const clients = toRecord(answers).map(({ client, version }) => `${client} ${version}`);
  const right = answers.filter(({ ok }) => ok).length;
  return `${name}: ${right} of ${answers.length} operations as expected (${clients.join(', ')})`;
};
