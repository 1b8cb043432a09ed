/** The command line is wrong. The message has no full stop: a reference to `--help` follows it. Exit code 2. */
export class UsageError extends Error {}

/**
 * The command cannot start, because something that it needs is missing; the message says what to do next. Exit code 2.
 */
export class CannotStart extends Error {}

/** The command ran and failed; the message says why and what to do next. Exit code 1. */
export class CommandFailed extends Error {}
