import { ServiceError } from '../../core/service';

/** An error for a setting that AWS supports and the embedded Firehose does not. */
export const unsupported = (setting: string): ServiceError =>
  invalid(`The embedded Firehose does not support ${setting}.`);

/** An error for a value that AWS rejects too. */
export const invalid = (message: string): ServiceError => new ServiceError('InvalidArgumentException', message);
