import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { CommandFailed } from '../command/errors';

/** The version in engine/pom.xml. */
export const TRINO_VERSION = '483';

const ENGINE = join(__dirname, 'engine');

/** A running Trino with the catalogs `hive`, over the files of a folder, and `s3`, over the API of an S3. */
export interface Engine {
  readonly address: string;
  stop(): Promise<void>;
}

/** Downloads Trino with Maven into a folder, unless it is there already. */
export const installTrino = (folder: string): string => {
  const libraries = join(folder, `trino-${TRINO_VERSION}`);
  const isComplete = join(libraries, 'complete');
  if (existsSync(isComplete)) return libraries;
  const maven = spawnSync(
    'mvn',
    ['-q', '-B', '-f', join(ENGINE, 'pom.xml'), 'dependency:copy-dependencies', `-DoutputDirectory=${libraries}`],
    { encoding: 'utf8' },
  );
  if (maven.status !== 0) {
    throw new CommandFailed(`Maven could not download Trino:\n${maven.error?.message ?? maven.stdout}`);
  }
  writeFileSync(isComplete, '');
  return libraries;
};

/** Starts Trino with a JDK's `java`; resolves when its catalogs exist. `s3` is the address of an S3. */
export const startEngine = async (java: string, libraries: string, folder: string, s3: string): Promise<Engine> => {
  mkdirSync(folder, { recursive: true });
  const port = await freePort();
  const child = spawn(
    java,
    [
      ...['-Xmx2g', '--add-modules', 'jdk.incubator.vector', '-cp', `${libraries}/*`],
      ...[join(ENGINE, 'Engine.java'), String(port), folder, s3],
    ],
    { stdio: ['pipe', 'pipe', 'pipe'] },
  );
  let output = '';
  const isReady = new Promise<void>((resolve, reject) => {
    // Trino's logging redirects the standard output of the engine to the standard error.
    for (const stream of [child.stdout, child.stderr]) {
      createInterface(stream).on('line', (line) => {
        output = `${output}${line}\n`.slice(-4_000);
        if (line.includes('The catalogs are ready.')) resolve();
      });
    }
    child.once('exit', (code) => reject(new CommandFailed(`Trino ended with code ${code ?? 'none'}:\n${output}`)));
  });
  await isReady;
  const stop = async (): Promise<void> => {
    const ended = once(child, 'exit');
    child.stdin.end();
    await ended;
  };
  return { address: `http://127.0.0.1:${port}`, stop };
};

/** A port of 127.0.0.1 that nothing listens on. */
export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
};
