import {
  AlreadyExistsException,
  CreatePartitionCommand,
  EntityNotFoundException,
  GetPartitionCommand,
  GetTableCommand,
  type GlueClient,
  paginateGetPartitions,
  type Partition,
  UpdatePartitionCommand,
} from '@aws-sdk/client-glue';

/** The parameter of a partition that names the run that wrote it. */
const RUN_PARAMETER = 'playhead.run';

/** The location of a partition, and the run that wrote it. */
export interface LakePartition {
  readonly key: string;
  readonly location: string;
  readonly runId: string;
}

/** The database of the lake in the Glue catalog. */
export class LakeCatalog {
  constructor(
    private readonly glue: GlueClient,
    private readonly database: string,
  ) {}

  /** Every partition of a table with one key. */
  async partitions(table: string): Promise<readonly LakePartition[]> {
    const found: LakePartition[] = [];
    const input = { DatabaseName: this.database, TableName: table };
    for await (const { Partitions = [] } of paginateGetPartitions({ client: this.glue }, input)) {
      found.push(...Partitions.map(toLakePartition));
    }
    return found;
  }

  /**
   * Points a partition at a folder, so that readers see the new rows at once. Returns false, and changes nothing, if the
   * partition belongs to a run that began later.
   */
  async swap(table: string, key: string, location: string, runId: string): Promise<boolean> {
    const target = { DatabaseName: this.database, TableName: table };
    const current = await this.partition(table, key);
    if (current && current.runId > runId) return false;
    const { Table } = await this.glue.send(new GetTableCommand({ DatabaseName: this.database, Name: table }));
    const PartitionInput = {
      Values: [key],
      StorageDescriptor: { ...Table?.StorageDescriptor, Location: location },
      Parameters: { [RUN_PARAMETER]: runId },
    };
    if (current) {
      await this.glue.send(new UpdatePartitionCommand({ ...target, PartitionValueList: [key], PartitionInput }));
      return true;
    }
    try {
      await this.glue.send(new CreatePartitionCommand({ ...target, PartitionInput }));
      return true;
    } catch (error) {
      if (error instanceof AlreadyExistsException) return this.swap(table, key, location, runId); // another run created it in the meantime
      throw error;
    }
  }

  /** The partition with this key; undefined if there is none. */
  async partition(table: string, key: string): Promise<LakePartition | undefined> {
    try {
      const target = { DatabaseName: this.database, TableName: table };
      const { Partition } = await this.glue.send(new GetPartitionCommand({ ...target, PartitionValues: [key] }));
      return Partition && toLakePartition(Partition);
    } catch (error) {
      if (error instanceof EntityNotFoundException) return undefined;
      throw error;
    }
  }
}

const toLakePartition = ({ Values: [key = ''] = [], StorageDescriptor, Parameters }: Partition): LakePartition => ({
  key,
  location: StorageDescriptor?.Location ?? '',
  runId: Parameters?.[RUN_PARAMETER] ?? '',
});
