import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CannotStart } from '../command/errors';

/** The version of Java that Trino needs. */
const JAVA = 25;

/**
 * The `java` of a JDK that Trino runs on: the one of the PATH, or one that is installed beside it. Throws
 * {@link CannotStart} if there is none.
 */
export const findJava = (): string => {
  const { stderr } = spawnSync('java', ['-XshowSettings:properties', '-version'], { encoding: 'utf8' });
  const [, home = ''] = /^\s*java\.home = (.+)$/m.exec(stderr) ?? [];
  const beside = home === '' ? [] : readdirSync(dirname(home)).map((name) => join(dirname(home), name));
  const found = [home, ...beside].find((folder) => versionOf(folder) >= JAVA);
  if (found === undefined) {
    throw new CannotStart(
      `Trino needs Java ${JAVA}: install a JDK of that version, for example beside the one in the PATH.`,
    );
  }
  return join(found, 'bin/java');
};

/** The major version of the JDK in a folder; 0 if there is none. */
const versionOf = (folder: string): number => {
  const release = join(folder, 'release');
  const [, version] = (existsSync(release) && /^JAVA_VERSION="(\d+)/m.exec(readFileSync(release, 'utf8'))) || [];
  return Number(version ?? 0);
};
