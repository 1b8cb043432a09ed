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
import { compareStatement, type Comparison } from './statement-check';
import { REQUEST_ID, statementsOf } from './statements';
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
    cpSync(demo.stateDir, files, { recursive: true });
    const engine = await terminal.step('starting Trino', () => startEngine(java, libraries, files));
    let differences: readonly string[] = [];
    try {
      const corpus = await checkCorpus(engine.address, record, terminal);
      // No function runs before the cloud has started, so nothing writes during the comparison.
      const beforeStart = async (cloud: Cloud): Promise<void> => {
        differences = [...corpus, ...(await compareLake(cloud, engine.address, files, terminal))];
      };
      const cloud = await startCloud({ ...demo, stateDir: files }, { port: 0, beforeStart }, terminal);
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
  const samples = await sampleDemo(lake);
  await eraseViewer(cloud, database, samples.erasedViewerId);
  const statements = [
    ...tables.map((table) => ({ name: `table ${table}`, select: `SELECT * FROM ${table}` })),
    ...views.map((view) => ({ name: `view ${view}`, select: `SELECT * FROM ${view}` })),
    ...statementsOf(samples),
  ];
  const differences: string[] = [];
  const empty: string[] = [];
  for (const statement of statements) {
    const work = (): Promise<Comparison> => compareStatement(statement, lake, client);
    const { rows, difference } = await terminal.step(
      statement.name,
      work,
      (one) => `${statement.name}: ${one.rows} rows`,
    );
    if (difference !== undefined) differences.push(`${statement.name}: ${difference}`);
    if (rows === 0) empty.push(statement.name);
  }
  const same = statements.length - differences.length;
  terminal.print(`  ${same} of ${statements.length} statements, named queries, tables and views have the same rows.`);
  if (empty.length > 0) terminal.print(`  No rows, which compares little: ${empty.join(', ')}.`);
  return [...differences, ...(await checkS3(cloud, client, { database, tables, folder: files }, terminal))];
};

/** Adds a viewer to the table erased_viewers of the copy, because a demo erases no viewer. */
const eraseViewer = ({ services }: Cloud, database: string, viewer_id: string): Promise<void> => {
  const [, bucket = '', prefix = ''] =
    /^s3:\/\/([^/]+)\/(.*?)\/?$/.exec(services.glue.table(database, 'erased_viewers').location) ?? [];
  const row = JSON.stringify({ viewer_id, request_id: REQUEST_ID, erased_at: 0 });
  return services.s3.putObject(bucket, `${prefix}/${REQUEST_ID}.json`, Buffer.from(`${row}\n`));
};
