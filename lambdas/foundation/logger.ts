import { Logger } from '@aws-lambda-powertools/logger';

/** Writes structured JSON lines. Never pass it an event or a body: they may contain a viewer's id. */
export const createLogger = (step: string): Logger => new Logger({ serviceName: step });

/** The name of an error, for logs whose errors may quote what a viewer sent. */
export const errorName = (error: unknown): string => (error instanceof Error ? error.name : 'unknown');

/** The name and message of an error. */
export const errorText = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);
