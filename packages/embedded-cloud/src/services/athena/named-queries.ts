import { createHash } from 'node:crypto';
import { Fields } from '../../core/fields';
import type { DeclaredResource, JsonObject, Operation, ProvisionedResource } from '../../core/service';
import { invalidRequest } from './invalid-request';
import { pageOf } from './page';
import { PRIMARY } from './workgroup';
import type { Workgroups } from './workgroups';

const MAX_PAGE = 50;

interface NamedQuery {
  readonly id: string;
  readonly workgroup: string;
  readonly properties: Fields;
}

/** The named queries that templates declare, and their operations. */
export class NamedQueries {
  readonly operations: Readonly<Record<string, Operation>> = {
    ListNamedQueries: (input) => this.list(new Fields(input)),
    GetNamedQuery: (input) => ({ NamedQuery: this.get(new Fields(input).string('NamedQueryId')) }),
    BatchGetNamedQuery: (input) => this.batchGet(new Fields(input).strings('NamedQueryIds')),
  };
  private readonly queries = new Map<string, NamedQuery>();

  constructor(private readonly workgroups: Workgroups) {}

  /** The name of the workgroup of a query; undefined when the query does not exist. */
  workgroupOf(id: string): string | undefined {
    return this.queries.get(id)?.workgroup;
  }

  provision(resource: DeclaredResource): ProvisionedResource {
    const properties = new Fields(resource.properties);
    const id = createHash('sha256').update(`${resource.stack}/${resource.logicalId}`).digest('hex').slice(0, 32);
    this.queries.set(id, { id, properties, workgroup: properties.optionalString('WorkGroup') ?? PRIMARY.name });
    return { ref: id, attributes: { NamedQueryId: id } };
  }

  private list(input: Fields): JsonObject {
    const { name } = this.workgroups.get(input.optionalString('WorkGroup'));
    const ids = [...this.queries.values()].filter(({ workgroup }) => workgroup === name).map(({ id }) => id);
    const { items, next } = pageOf(ids, input, MAX_PAGE);
    return { NamedQueryIds: items, ...next };
  }

  private batchGet(ids: readonly string[]): JsonObject {
    return {
      NamedQueries: ids.filter((id) => this.queries.has(id)).map((id) => this.get(id)),
      UnprocessedNamedQueryIds: ids
        .filter((id) => !this.queries.has(id))
        .map((id) => ({ NamedQueryId: id, ErrorCode: invalidRequest('').code, ErrorMessage: notFound(id) })),
    };
  }

  private get(id: string): JsonObject {
    const query = this.queries.get(id);
    if (!query) throw invalidRequest(notFound(id));
    const { properties, workgroup } = query;
    return {
      NamedQueryId: id,
      Name: properties.optionalString('Name') ?? '',
      Description: properties.optionalString('Description') ?? '',
      Database: properties.string('Database'),
      QueryString: properties.string('QueryString'),
      WorkGroup: workgroup,
    };
  }
}

const notFound = (id: string): string => `NamedQuery ${id} was not found`;
