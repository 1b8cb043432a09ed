import { type Command, type Options, parseArguments } from './command';
import { quietSdk } from './env';
import { CannotStart, CommandFailed, UsageError } from './errors';
import { helpOf } from './help';
import { print, printMessage } from './output';

/** Runs a command with the arguments of this process, and sets its exit code. */
export const runCommand = <Declared extends Options>(command: Command<Declared>): void => {
  quietSdk();
  process.stdout.on('error', () => process.exit(0)); // the program that reads the output has closed the pipe
  void exitCodeOf(command, process.argv.slice(2)).then((exitCode) => {
    process.exitCode = exitCode;
  });
};

/**
 * Runs a command with the given arguments. Resolves to the command's own exit code, 2 if the command line or the
 * environment is wrong, or 1 if the command fails. An error that the user can act on is printed without a stack.
 */
export const exitCodeOf = <Declared extends Options>(
  command: Command<Declared>,
  line: readonly string[],
): Promise<number> =>
  run(command, line).catch((error: unknown) => {
    const { text, exitCode } = describeError(error, command.name);
    printMessage(text);
    return exitCode;
  });

const run = async <Declared extends Options>(command: Command<Declared>, line: readonly string[]): Promise<number> => {
  const beforeTerminator = line.includes('--') ? line.slice(0, line.indexOf('--')) : line;
  if (beforeTerminator.includes('--help')) {
    print(helpOf(command));
    return 0;
  }
  const { values, positionals } = parseArguments(command, line);
  return command.run(values, positionals);
};

interface Described {
  readonly text: string;
  readonly exitCode: 1 | 2;
}

const describeError = (error: unknown, name: string): Described => {
  if (!(error instanceof Error)) return { text: String(error), exitCode: 1 };
  if (error instanceof UsageError) return { text: `${error.message}; see ${name} -- --help.`, exitCode: 2 };
  if (error instanceof CannotStart) return { text: error.message, exitCode: 2 };
  if (error instanceof CommandFailed) return { text: error.message, exitCode: 1 };
  const missing = missingPrerequisite(error);
  if (missing !== undefined) return { text: missing, exitCode: 2 };
  // A service's refusal, such as missing permissions, needs no stack.
  if ('$metadata' in error) return { text: `${error.name}: ${error.message}`, exitCode: 1 };
  return { text: error.stack ?? error.message, exitCode: 1 };
};

const missingPrerequisite = (error: Error): string | undefined => {
  if ('code' in error && error.code === 'EADDRINUSE') return 'The port is in use: choose another one with --port.';
  if (error.name === 'CredentialsProviderError') {
    return 'No AWS credentials found: sign in with "aws sso login" or "aws configure", or set AWS_PROFILE.';
  }
  if (error.message === 'Region is missing') return 'No region is set: set one, such as AWS_REGION=eu-west-1.';
  return undefined;
};
