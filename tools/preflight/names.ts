import { deleteCommand } from './delete-commands';
import { failure, type Finding } from './finding';
import type { OwnedResource } from './existing';
import type { NamedResource } from './named-resources';

/** The finding about a name that is in use by a resource which no deployed stack of the stage owns. */
export const nameFinding = (resource: NamedResource): Finding =>
  failure(
    `${resource.type} ${resource.name} exists, but no stack of the stage owns it: a removed stack left it behind.`,
    `Delete it, or import it with npx cdk import: ${deleteCommand(resource)}`,
  );

/** Whether a resource of a deployed stack is the named one. The id of a queue is its URL. */
export const isSame = (owned: OwnedResource, { type, name }: NamedResource): boolean =>
  owned.type === type && (owned.id === name || owned.id.endsWith(`/${name}`) || owned.id.endsWith(`|${name}`));

/** The finding about a secret whose name stays in use until its deletion. */
export const secretFinding = (name: string, deletedAt: Date): Finding =>
  failure(
    `The secret ${name} was deleted on ${deletedAt.toISOString().slice(0, 10)}, and its name stays in use until the recovery window ends.`,
    `Run aws secretsmanager restore-secret --secret-id '${name}', then aws secretsmanager delete-secret --force-delete-without-recovery --secret-id '${name}'`,
  );
