import { once } from 'node:events';
import { Cloud, type CloudOptions } from '../cloud';
import { HELP, readArguments, UsageError } from './arguments';
import { describeCloud } from './describe-cloud';

/** The command `embedded-cloud`; resolves to its exit code: 0, or 2 when the arguments are wrong or the cloud can't start. */
export const main = async (args: readonly string[]): Promise<number> => {
  try {
    const options = readArguments(args);
    if (options) await runUntilInterrupted(options);
    else process.stdout.write(HELP);
    return 0;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const hint = error instanceof UsageError ? ' See "embedded-cloud --help".' : '';
    process.stderr.write(`${message}${hint}\n`);
    return 2;
  }
};

const runUntilInterrupted = async (options: CloudOptions): Promise<void> => {
  const interrupted = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  const cloud = await Cloud.start(options);
  process.stdout.write(`${describeCloud(cloud)}\n\nPress Ctrl-C to stop; the state folder keeps all accepted data.\n`);
  await interrupted;
  process.stdout.write('Stopping.\n');
  await cloud.stop();
};
