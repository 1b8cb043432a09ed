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

/** What a template declares. */
export const toWorkgroup = (properties: Fields): Workgroup => {
  const configuration = properties.object('WorkGroupConfiguration') ?? new Fields({});
  return {
    name: properties.string('Name'),
    description: properties.optionalString('Description') ?? '',
    isEnforced: configuration.boolean('EnforceWorkGroupConfiguration', true),
    outputLocation: configuration.object('ResultConfiguration')?.optionalString('OutputLocation'),
    cutoffBytes: configuration.optionalNumber('BytesScannedCutoffPerQuery') ?? Infinity,
    configuration,
  };
};
