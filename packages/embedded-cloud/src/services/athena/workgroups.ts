import { type DeclaredResource, type JsonObject, type Operation, type ProvisionedResource } from '../../core/service';
import { Fields } from '../../core/fields';
import { ENGINE_VERSION } from './engine-version';
import { invalidRequest } from './invalid-request';
import { pageOf } from './page';
import { PRIMARY, toWorkgroup, type Workgroup } from './workgroup';

const MAX_WORKGROUPS = 50;

/** The workgroups that templates declare, and the primary workgroup, which every account has. */
export class Workgroups {
  readonly operations: Readonly<Record<string, Operation>> = {
    GetWorkGroup: (input) => ({ WorkGroup: describe(this.get(new Fields(input).string('WorkGroup'))) }),
    ListWorkGroups: (input) => {
      const { items, next } = pageOf([...this.all.values()], new Fields(input), MAX_WORKGROUPS);
      return { WorkGroups: items.map(summarize), ...next };
    },
  };

  private readonly all = new Map([[PRIMARY.name, PRIMARY]]);

  /** The workgroup with this name, by default the primary one; throws when it does not exist. */
  get(name: string = PRIMARY.name): Workgroup {
    const workgroup = this.all.get(name);
    if (!workgroup) {
      throw invalidRequest(`WorkGroup ${name} is not found. Existing workgroups: ${[...this.all.keys()].join(', ')}.`);
    }
    return workgroup;
  }

  provision(resource: DeclaredResource): ProvisionedResource {
    const workgroup = toWorkgroup(new Fields(resource.properties));
    this.all.set(workgroup.name, workgroup);
    return { ref: workgroup.name, attributes: {} };
  }
}

const summarize = ({ name, description }: Workgroup): JsonObject => ({
  Name: name,
  Description: description,
  State: 'ENABLED',
  EngineVersion: ENGINE_VERSION,
});

const describe = ({ configuration, ...workgroup }: Workgroup): JsonObject => {
  const { EngineVersion, ...rest } = summarize({ configuration, ...workgroup });
  return { ...rest, Configuration: { ...configuration.all, EngineVersion } };
};
