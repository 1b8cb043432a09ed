import { UsageError } from './arguments';

/** Ends the process as its work ends: with the code that it comes to, with 2 where it can't be begun as it was typed, else with 1. */
export const runCommand = (print: (text: string) => void, work: () => Promise<number>): void => {
  work().then(
    (code) => (process.exitCode = code),
    (error: unknown) => {
      const sentence = sentenceOf(error);
      print(sentence ?? (error instanceof Error ? (error.stack ?? error.message) : String(error)));
      process.exitCode = sentence === undefined ? 1 : 2;
    },
  );
};

/** What the person who typed it can put right. */
const sentenceOf = (error: unknown): string | undefined => {
  if (error instanceof UsageError) return error.message;
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
    ? 'The port is taken: choose another with --port.'
    : undefined;
};
