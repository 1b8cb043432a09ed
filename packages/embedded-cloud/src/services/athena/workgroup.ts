import { Fields } from '../../core/fields';
import { invalidRequest } from './invalid-request';

/** A workgroup that a template declares. */
export interface Workgroup {
  readonly name: string;
  readonly description: string;
  readonly isEnforced: boolean;
  /** s3://bucket/prefix/; when it is undefined, each query must bring its own. */
  readonly outputLocation: string | undefined;
  /** Infinity when the template declares no limit. */
  readonly cutoffBytes: number;
  readonly configuration: Fields;
}

const MIN_CUTOFF_BYTES = 10_000_000;

/** Parses the properties of a workgroup in a template. */
export const toWorkgroup = (properties: Fields): Workgroup => {
  const configuration = properties.object('WorkGroupConfiguration') ?? new Fields({});
  const cutoffBytes = configuration.optionalNumber('BytesScannedCutoffPerQuery') ?? Infinity;
  if (cutoffBytes < MIN_CUTOFF_BYTES) {
    throw invalidRequest(`BytesScannedCutoffPerQuery must be at least ${MIN_CUTOFF_BYTES}.`);
  }
  return {
    name: properties.string('Name'),
    description: properties.optionalString('Description') ?? '',
    isEnforced: configuration.boolean('EnforceWorkGroupConfiguration', true),
    outputLocation: configuration.object('ResultConfiguration')?.optionalString('OutputLocation'),
    cutoffBytes,
    configuration,
  };
};

/** The workgroup that every account has without declaring it; each query must bring its own OutputLocation. */
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
