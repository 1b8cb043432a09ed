/** A statement that is not run here, with the reason as the query's StateChangeReason tells it. */
export class StatementError extends Error {}
