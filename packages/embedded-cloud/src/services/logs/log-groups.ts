import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Fields } from '../../core/fields';
import { ServiceError } from '../../core/service';
import { LogGroup } from './log-group';

/** The log groups of the account, each in a folder of its own below `<stateDir>/logs`. */
export class LogGroups {
  private readonly byName = new Map<string, LogGroup>();

  constructor(
    private readonly folder: string,
    readonly now: () => number,
  ) {
    for (const entry of existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : []) {
      if (entry.isDirectory()) this.add(decodeURIComponent(entry.name));
    }
  }

  /** Sorted by name. */
  get all(): readonly LogGroup[] {
    return [...this.byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  find(name: string): LogGroup | undefined {
    return this.byName.get(name);
  }

  get(name: string): LogGroup {
    const group = this.byName.get(name);
    if (!group) throw new ServiceError('ResourceNotFoundException', 'The specified log group does not exist.');
    return group;
  }

  /** The group that a call names, by logGroupName or by logGroupIdentifier, which is a name or an ARN. */
  of(input: Fields): LogGroup {
    const identifier = input.optionalString('logGroupIdentifier');
    return this.get(identifier === undefined ? input.string('logGroupName') : groupNameOf(identifier));
  }

  /** The group of this name, which is created if it does not exist. */
  create(name: string): LogGroup {
    const existing = this.byName.get(name);
    if (existing) return existing;
    const group = this.add(name);
    group.change({});
    return group;
  }

  delete(name: string): void {
    this.get(name).delete();
    this.byName.delete(name);
  }

  close(): void {
    for (const group of this.byName.values()) group.close();
  }

  private add(name: string): LogGroup {
    const group = new LogGroup(name, join(this.folder, folderNameOf(name)), this.now);
    this.byName.set(name, group);
    return group;
  }
}

/** The name in an identifier, which may be an ARN with or without its final `:*`. */
export const groupNameOf = (identifier: string): string =>
  identifier.replace(/^arn:.*:log-group:/, '').replace(/:\*$/, '');

/** A name may consist of dots, which are no name of a folder. */
const folderNameOf = (name: string): string => encodeURIComponent(name).replace(/^\./, '%2E');
