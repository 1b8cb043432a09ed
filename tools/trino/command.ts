import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Cloud } from 'embedded-cloud';
import { defineCommand } from '../command/command';
import { databaseOf, Lake } from '../local/lake';
import { startCloud } from '../local/playhead';
import { prepareFolder } from '../local/prepare-folder';
import { STATE_FOLDER } from '../local/state-folder';
import { Terminal } from '../local/terminal';
import { checkCorpus } from './corpus-check';
import { installTrino, startEngine, TRINO_VERSION } from './engine';
import { findJava } from './java';
import { checkS3 } from './s3-check';
import { sampleDemo } from './samples';
import { compareStatement } from './statement-check';
import { statementsOf } from './statements';
import { declareTables } from './tables';
import { TrinoClient } from './trino-client';

/** Compares Athena's statements in the embedded Athena and in a real Trino, over the files of the last demo. */
export const trinoCommand = defineCommand({
  name: 'npm run check:trino',
  summary:
    "Compares the embedded Athena with a real Trino: the pipeline's statements over the last demo, and the corpus.",
  options: {
    record: { type: 'flag', description: "writes Trino's answers to the corpus, which the tests use" },
  },
  example: '--record',
  run: async ({ record }) => {
    const terminal = new Terminal(process.stdout);
    terminal.print(`Playhead on Trino ${TRINO_VERSION}`);
    const java = findJava(); // stops before the download if there is none
    const folder = join(STATE_FOLDER, 'trino');
    const libraries = await terminal.step('downloading Trino', () => Promise.resolve(installTrino(folder)));
    const demo = prepareFolder({ folder: join(STATE_FOLDER, 'demo'), command: 'npm run check:trino' });
    const files = join(folder, 'files');
    rmSync(files, { recursive: true, force: true });
    cpSync(join(demo.stateDir, 's3'), join(files, 's3'), { recursive: true });
    const engine = await terminal.step('starting Trino', () => startEngine(java, libraries, files));
    let differences: readonly string[] = [];
    try {
      const corpus = await checkCorpus(engine.address, record, terminal);
      // No function runs before the cloud has started, so nothing writes during the comparison.
      const beforeStart = async (cloud: Cloud): Promise<void> => {
        differences = [...corpus, ...(await compareLake(cloud, engine.address, files, terminal))];
      };
      const cloud = await startCloud(demo, { port: 0, beforeStart }, terminal);
      await cloud.stop();
    } finally {
      await engine.stop();
    }
    for (const difference of differences) terminal.print(`  DIFFERENCE: ${difference}`);
    return differences.length === 0 ? 0 : 1;
  },
});

/** Compares every statement, named query and view; returns the differences. */
const compareLake = async (
  cloud: Cloud,
  address: string,
  files: string,
  terminal: Terminal,
): Promise<readonly string[]> => {
  const lake = new Lake(cloud);
  const database = databaseOf(cloud);
  const client = new TrinoClient(address, database);
  const { tables, views } = await terminal.step('declaring the tables of the demo in Trino', () =>
    declareTables(client, cloud.services.glue, { database, root: join(files, 's3') }),
  );
  const statements = [
    ...tables.map((table) => ({ name: `table ${table}`, select: `SELECT * FROM ${table}` })),
    ...views.map((view) => ({ name: `view ${view}`, select: `SELECT * FROM ${view}` })),
    ...statementsOf(await sampleDemo(lake)),
  ];
  const differences: string[] = [];
  for (const statement of statements) {
    const difference = await terminal.step(statement.name, () => compareStatement(statement, lake, client));
    if (difference !== undefined) differences.push(`${statement.name}: ${difference}`);
  }
  const same = statements.length - differences.length;
  terminal.print(`  ${same} of ${statements.length} statements, named queries, tables and views have the same rows.`);
  return [...differences, ...(await checkS3(cloud, client, { database, tables }, terminal))];
};
