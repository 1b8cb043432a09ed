/** Decides whether a message matches a filter pattern. */
export type MessageFilter = (message: string) => boolean;
