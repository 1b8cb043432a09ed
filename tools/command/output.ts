/** Prints a line of the result to the standard output. */
export const print = (line: string): void => void process.stdout.write(`${line}\n`);

const clearProgress = (): string => (process.stderr.isTTY ? '\r\u001b[2K' : '');

/** Prints a message about the result, or an error, to the standard error. */
export const printMessage = (line: string): void => void process.stderr.write(`${clearProgress()}${line}\n`);

/** Shows a line that the next one replaces; only on a terminal. */
export const showProgress = (line: string): void => {
  const { stderr } = process;
  if (stderr.isTTY) stderr.write(`${clearProgress()}${line.slice(0, stderr.columns - 1)}`);
};
