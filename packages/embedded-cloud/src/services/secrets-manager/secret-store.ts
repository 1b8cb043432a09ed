import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ServiceError } from '../../core/service';
import { Fields } from '../../core/fields';
import { writeAtomically } from '../../core/write-atomically';
import type { Rotation, Secret, SecretVersion } from './secret';

/** Stores the secrets in one file that only its owner may read. */
export class SecretStore {
  private readonly file: string;
  private readonly secrets: Map<string, Secret>;

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.file = join(folder, 'secrets.json');
    this.secrets = new Map(this.load().map((secret) => [secret.name, secret]));
  }

  all(): readonly Secret[] {
    return [...this.secrets.values()];
  }

  add(secret: Secret): void {
    this.secrets.set(secret.name, secret);
    this.save();
  }

  save(): void {
    writeAtomically(this.file, JSON.stringify({ secrets: this.all() }, undefined, 2), 0o600);
  }

  byName(name: string): Secret | undefined {
    return this.secrets.get(name);
  }

  /**
   * Finds a secret by name, by ARN, or by ARN without the six characters that Secrets Manager appends; throws
   * otherwise.
   */
  get(id: string): Secret {
    const found = this.byName(id) ?? this.all().find(({ arn }) => arn === id || arn.slice(0, -'-AbCdEf'.length) === id);
    if (found) return found;
    throw new ServiceError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
  }

  private load(): Secret[] {
    let json: string;
    try {
      json = readFileSync(this.file, 'utf8');
    } catch {
      return []; // the first start
    }
    return Fields.parse(json).objects('secrets').map(toSecret);
  }
}

const toSecret = (fields: Fields): Secret => ({
  name: fields.string('name'),
  arn: fields.string('arn'),
  description: fields.optionalString('description'),
  createdAt: fields.number('createdAt'),
  changedAt: fields.number('changedAt'),
  lastRotatedAt: fields.optionalNumber('lastRotatedAt'),
  rotation: toRotation(fields.object('rotation')),
  versions: fields.objects('versions').map(toVersion),
});

const toVersion = (fields: Fields): SecretVersion => {
  const value = fields.object('value');
  return {
    id: fields.string('id'),
    createdAt: fields.number('createdAt'),
    stages: fields.strings('stages'),
    value: value && {
      SecretString: value.optionalString('SecretString'),
      SecretBinary: value.optionalString('SecretBinary'),
    },
  };
};

const toRotation = (fields: Fields | undefined): Rotation | undefined =>
  fields && {
    lambdaArn: fields.string('lambdaArn'),
    intervalMs: fields.optionalNumber('intervalMs'),
    rules: fields.object('rules')?.all ?? {},
    since: fields.number('since'),
    isDue: fields.boolean('isDue'),
    isUntested: fields.boolean('isUntested'),
  };
