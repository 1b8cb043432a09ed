import { Fields } from '../../core/fields';
import { invalidRequest } from './invalid-request';

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
  if (cutoffBytes < LEAST_CUTOFF_BYTES) throw invalidRequest('BytesScannedCutoffPerQuery is at least 10000000.');
  return {
    name: properties.string('Name'),
    description: properties.optionalString('Description') ?? '',
    isEnforced: configuration.boolean('EnforceWorkGroupConfiguration', true),
    outputLocation: configuration.object('ResultConfiguration')?.optionalString('OutputLocation'),
    cutoffBytes,
    configuration,
  };
};

/** What every account has, declared or not: each query brings its own OutputLocation. */
export const PRIMARY = toWorkgroup(
  new Fields({
    Name: 'primary',
    WorkGroupConfiguration: {
      ResultConfiguration: {},
      EnforceWorkGroupConfiguration: false,
      PublishCloudWatchMetricsEnabled: true,
      RequesterPaysEnabled: false,
    },
  }),
);
