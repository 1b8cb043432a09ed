import { parseArgs } from 'node:util';
import type { CloudOptions } from '../cloud';

/** The text that the command prints for `--help`. */
export const HELP = `Runs the stacks of a CDK app on this machine, until Ctrl-C.

Usage: npx embedded-cloud ASSEMBLY [options]

  ASSEMBLY        the folder that "cdk synth" wrote, such as cdk.out

Options:
  --state DIR     keep the state of the services in this folder (default: .embedded-cloud)
  --port N        listen on this port of 127.0.0.1; 0 chooses a free one (default: 4566)
  --stage NAME    run the stacks of this stage only (default: every stack of the app)
  --no-limits     accept what exceeds the quotas of AWS, such as the throughput of a shard
  --help          print this text

Example:
  npx cdk synth --quiet && npx embedded-cloud cdk.out --state .state --port 4566
`;

/** The command line is wrong; the message is one sentence. */
export class UsageError extends Error {}

/** Reads the command line; undefined when it asks for help. Throws a UsageError. */
export const readArguments = (args: readonly string[]): CloudOptions | undefined => {
  const { values, positionals } = parse(args);
  if (values.help) return undefined;
  const [assemblyDir, unexpected] = positionals;
  if (assemblyDir === undefined) throw new UsageError('Name the folder that "cdk synth" wrote, such as cdk.out.');
  if (unexpected !== undefined) throw new UsageError(`Unexpected argument "${unexpected}".`);
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new UsageError(`--port must be an integer from 0 to 65535, not "${values.port}".`);
  }
  return {
    assemblyDir,
    stateDir: values.state,
    port,
    ...(values.stage !== undefined && { stage: values.stage }),
    ...(values['no-limits'] && { limits: false }),
  };
};

const parse = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        state: { type: 'string', default: '.embedded-cloud' },
        port: { type: 'string', default: '4566' },
        stage: { type: 'string' },
        'no-limits': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    const { message } = error as Error; // parseArgs throws nothing else
    throw new UsageError(`${message.split(/\.(?:\s|$)/)[0] ?? message}.`); // the rest is advice for unusual arguments
  }
};
