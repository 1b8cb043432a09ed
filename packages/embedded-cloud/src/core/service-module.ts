import type { Faults } from './faults';
import type { AccessControl } from './iam';
import type {
  AlarmNotifier,
  FunctionInvoker,
  LogWriter,
  ObjectFiles,
  ObjectWriter,
  PartitionCatalog,
  QueueReader,
  QueueWriter,
  StreamReader,
} from './ports';
import type { Service, Surroundings } from './service';
import type { DeployedStack } from './templates/deploy';

/** Every port, with the interface that a service provides to the others. */
interface Ports {
  readonly streams: StreamReader;
  readonly queues: QueueReader & QueueWriter;
  readonly objects: ObjectWriter & ObjectFiles;
  readonly catalog: PartitionCatalog;
  readonly functions: FunctionInvoker;
  readonly topics: AlarmNotifier;
  readonly logs: LogWriter;
}

/** The arguments with which a service is created. */
export interface ServiceContext {
  readonly surroundings: Surroundings;
  readonly faults: Faults;
  /** Decides about calls: roles, policies, and who calls. */
  readonly access: AccessControl;
  /** The folder that `cdk synth` wrote, which contains the functions' code. */
  readonly assemblyDir: string;
  /** The port as a service listed earlier provides it; throws when none does. */
  readonly need: <Port extends keyof Ports>(port: Port) => Ports[Port];
  /** Offers a service's port to the services listed after it; returns the service. */
  readonly provide: <Port extends keyof Ports, Provider extends Ports[Port]>(
    port: Port,
    provider: Provider,
  ) => Provider;
  /** Every service of the cloud, once all are created. */
  readonly services: () => readonly Service[];
  /** Every stack of the cloud, once all are deployed. */
  readonly stacks: () => readonly DeployedStack[];
}

/** The export of a service's folder: the name, which is the name of the folder, and the function that creates the service. */
export interface ServiceModule<Name extends string = string, Created extends Service = Service> {
  readonly name: Name;
  readonly create: (context: ServiceContext) => Created;
}

/** Registers a service; see the README, "How to add a service". */
export const defineService = <const Name extends string, Created extends Service>(
  name: Name,
  create: (context: ServiceContext) => Created,
): ServiceModule<Name, Created> => ({ name, create });

/** Stores the ports that services provide when they are created. */
export const openPorts = (): Pick<ServiceContext, 'need' | 'provide'> => {
  const ports: Partial<Ports> = {};
  return {
    need: (port) => {
      const provided = ports[port];
      if (!provided) throw new Error(`No service listed earlier provides the port "${port}".`);
      return provided;
    },
    provide: (port, provider) => {
      Object.assign(ports, { [port]: provider });
      return provider;
    },
  };
};
