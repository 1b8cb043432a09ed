/** The error of a statement that is invalid or not supported. Its message is the reason that clients get. */
export class StatementError extends Error {}
