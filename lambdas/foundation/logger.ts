import { Logger } from '@aws-lambda-powertools/logger';

/** Structured JSON lines. Never given an event or a body: they may hold a viewer's id. */
export const createLogger = (step: string): Logger => new Logger({ serviceName: step });
