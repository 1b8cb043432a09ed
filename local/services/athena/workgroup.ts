import { ServiceError } from '../../service';
import { Fields } from '../fields';

/** A workgroup as it was declared. */
export interface Workgroup {
  readonly name: string;
  readonly description: string;
  readonly isEnforced: boolean;
  /** s3://bucket/prefix/; undefined where each query must bring its own. */
  readonly outputLocation: string | undefined;
  /** Infinity where none was declared. */
  readonly cutoffBytes: number;
  readonly configuration: Fields;
}

const LEAST_CUTOFF_BYTES = 10_000_000;

/** What a template declares. */
export const toWorkgroup = (properties: Fields): Workgroup => {
  const configuration = properties.object('WorkGroupConfiguration') ?? new Fields({});
  const cutoffBytes = configuration.optionalNumber('BytesScannedCutoffPerQuery') ?? Infinity;
  if (cutoffBytes < LEAST_CUTOFF_BYTES) throw invalid('BytesScannedCutoffPerQuery is at least 10000000.');
  return {
    name: properties.string('Name'),
    description: properties.optionalString('Description') ?? '',
    isEnforced: configuration.boolean('EnforceWorkGroupConfiguration', true),
    outputLocation: configuration.object('ResultConfiguration')?.optionalString('OutputLocation'),
    cutoffBytes,
    configuration,
  };
};

const invalid = (message: string): ServiceError => new ServiceError('InvalidRequestException', message);
