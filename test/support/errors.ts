import type { CountedError, ErrorSummary } from '../../domain/quality';
import { NOW } from './events';

/** An error that counts, received NOW. */
export const anError = (fields: Partial<CountedError> = {}): CountedError => ({
  code: 'MEDIA_DECODE',
  deviceType: 'web',
  appVersion: '5.4.0',
  contentId: 'title-1',
  receivedAt: NOW,
  ...fields,
});

/** The summary of a code, seen only NOW. */
export const aSummary = (code: string, sessions: number, fields: Partial<ErrorSummary> = {}): ErrorSummary => ({
  code,
  sessions,
  firstSeenAt: NOW,
  lastSeenAt: NOW,
  minutes: [],
  appVersions: [],
  deviceTypes: [],
  contentIds: [],
  ...fields,
});
