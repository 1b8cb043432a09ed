import { randomInt, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Invoker } from '../../core/ports';
import {
  type DeclaredResource,
  type JsonObject,
  type Operation,
  type Permissions,
  type ProvisionedResource,
  type Service,
  ServiceError,
  type Surroundings,
} from '../../core/service';
import { Fields } from '../../core/fields';
import type { AccessControl } from '../../core/iam';
import { invokeFunction } from '../../core/role-accesses';
import { secretsPermissions } from './permissions';
import { generatedSecret, randomPassword } from './random-password';
import { Rotator, declareRotation } from './rotator';
import { CURRENT, putValue, type Secret, updateStage } from './secret';
import { SecretStore } from './secret-store';
import { describeView, listView, valueView, versionView } from './secret-views';
import { secretsManagerInputs } from './inputs';
import { secretsManagerProperties } from './properties';

/** The dependencies of Secrets Manager. */
export interface SecretsManagerProps {
  readonly surroundings: Surroundings;
  /** Runs the rotation functions. */
  readonly invoker: Invoker;
  readonly access: AccessControl;
  /** Epoch ms; the system clock by default. */
  readonly now?: () => number;
  /** Reports a failed scheduled rotation; emits a process warning by default. */
  readonly report?: (problem: string) => void;
}

/** Secrets Manager with versions, stages and rotation; its state is `<stateDir>/secrets/secrets.json`. */
export class SecretsManager implements Service {
  readonly name = 'secretsmanager';
  readonly inputs = secretsManagerInputs;
  readonly properties = secretsManagerProperties;
  readonly operations: Readonly<Record<string, Operation>>;
  readonly permissions: Permissions;
  readonly provisions = {
    'AWS::SecretsManager::Secret': (resource: DeclaredResource) => this.provisionSecret(resource),
    'AWS::SecretsManager::RotationSchedule': (resource: DeclaredResource) => this.provisionSchedule(resource),
  };

  private readonly surroundings: Surroundings;
  private readonly now: () => number;
  private readonly store: SecretStore;
  private readonly rotator: Rotator;

  constructor({
    surroundings,
    invoker,
    access,
    now = Date.now,
    report = (problem) => process.emitWarning(problem),
  }: SecretsManagerProps) {
    this.surroundings = surroundings;
    this.now = now;
    this.store = new SecretStore(join(surroundings.stateDir, 'secrets'));
    const authorize = (secretArn: string, functionArn: string): void =>
      access.service('secretsmanager.amazonaws.com', secretArn)?.check(invokeFunction(functionArn));
    this.rotator = new Rotator(this.store, invoker, authorize, now, report);
    this.permissions = secretsPermissions((id) => this.store.get(id));
    this.operations = {
      GetSecretValue: this.forSecret((secret, input) =>
        valueView(secret, input.optionalString('VersionId'), input.optionalString('VersionStage')),
      ),
      DescribeSecret: this.forSecret(describeView),
      PutSecretValue: this.forSecret((secret, input) => this.putSecretValue(secret, input)),
      UpdateSecretVersionStage: this.forSecret((secret, input) => this.updateSecretVersionStage(secret, input)),
      RotateSecret: this.forSecret((secret, input) => this.rotateSecret(secret, input)),
      ListSecrets: (input) => this.listSecrets(new Fields(input)),
      GetRandomPassword: (input) => ({ RandomPassword: randomPassword(new Fields(input)) }),
    };
  }

  start(): void {
    this.rotator.start();
  }

  stop(): Promise<void> {
    return this.rotator.stop();
  }

  /** Makes an operation that addresses the secret in its SecretId. */
  private forSecret(call: (secret: Secret, input: Fields) => JsonObject | Promise<JsonObject>): Operation {
    return (input) => {
      const fields = new Fields(input);
      return call(this.store.get(fields.string('SecretId')), fields);
    };
  }

  private putSecretValue(secret: Secret, input: Fields): JsonObject {
    const value = {
      SecretString: input.optionalString('SecretString'),
      SecretBinary: input.optionalString('SecretBinary'),
    };
    const stages = input.has('VersionStages') ? input.strings('VersionStages') : [CURRENT];
    const version = putValue(secret, toToken(input) ?? randomUUID(), value, stages, this.now());
    this.store.save();
    return versionView(secret, version);
  }

  private updateSecretVersionStage(secret: Secret, input: Fields): JsonObject {
    const [to, from] = [input.optionalString('MoveToVersionId'), input.optionalString('RemoveFromVersionId')];
    updateStage(secret, input.string('VersionStage'), to, from);
    secret.changedAt = this.now();
    this.store.save();
    return { ARN: secret.arn, Name: secret.name };
  }

  /** Unlike AWS, it answers after the rotation and not at its start, so that the caller receives an error if it fails. */
  private async rotateSecret(secret: Secret, input: Fields): Promise<JsonObject> {
    const lambdaArn = input.optionalString('RotationLambdaARN') ?? secret.rotation?.lambdaArn;
    const rules = input.object('RotationRules') ?? (secret.rotation && new Fields(secret.rotation.rules));
    const token = toToken(input) ?? randomUUID();
    if (lambdaArn !== undefined) secret.rotation = declareRotation(lambdaArn, rules, this.now(), false);
    this.store.save();
    if (!input.boolean('RotateImmediately', true)) {
      await this.rotator.test(secret);
      return { ARN: secret.arn, Name: secret.name };
    }
    await this.rotator.rotate(secret, token);
    return { ARN: secret.arn, Name: secret.name, VersionId: token };
  }

  private listSecrets(input: Fields): JsonObject {
    const after = input.optionalString('NextToken') ?? '';
    const remaining = this.store
      .all()
      .filter(({ name }) => name > after)
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    const page = remaining.slice(0, input.optionalNumber('MaxResults') ?? 100);
    const NextToken = page.length < remaining.length ? page.at(-1)?.name : undefined;
    return { SecretList: page.map(listView), NextToken };
  }

  /** An existing secret keeps its value, even when the template has changed. */
  private provisionSecret(resource: DeclaredResource): ProvisionedResource {
    const properties = new Fields(resource.properties);
    const name = properties.optionalString('Name') ?? resource.generatedName(256);
    if (!/^[\w/+=.@-]{1,512}$/.test(name)) {
      throw new ServiceError('ValidationException', `"${name}" is not a valid secret name.`);
    }
    const secret = this.store.byName(name) ?? this.create(name, properties);
    secret.description = properties.optionalString('Description');
    this.store.add(secret);
    const encryptionKey = properties.optionalString('KmsKeyId');
    return { ref: secret.arn, attributes: { Id: secret.arn }, encryptionKey };
  }

  private create(name: string, properties: Fields): Secret {
    const { region, accountId } = this.surroundings;
    const arn = `arn:aws:secretsmanager:${region}:${accountId}:secret:${name}-${randomSuffix()}`;
    const secret: Secret = { name, arn, createdAt: this.now(), changedAt: this.now(), versions: [] };
    const rules = properties.object('GenerateSecretString');
    const SecretString = rules ? generatedSecret(rules) : properties.optionalString('SecretString');
    if (SecretString !== undefined) putValue(secret, randomUUID(), { SecretString }, [CURRENT], this.now());
    return secret;
  }

  private provisionSchedule(resource: DeclaredResource): ProvisionedResource {
    const properties = new Fields(resource.properties);
    const secret = this.store.get(properties.string('SecretId'));
    if (properties.has('HostedRotationLambda')) {
      throw new ServiceError(
        'InvalidRequestException',
        'The embedded Secrets Manager does not support HostedRotationLambda.',
      );
    }
    const isDue = properties.boolean('RotateImmediatelyOnUpdate', true);
    const lambdaArn = properties.string('RotationLambdaARN');
    const declared = declareRotation(lambdaArn, properties.object('RotationRules'), this.now(), isDue);
    const existing = secret.rotation;
    const isUnchanged =
      existing?.lambdaArn === declared.lambdaArn && JSON.stringify(existing.rules) === JSON.stringify(declared.rules);
    if (!isUnchanged) secret.rotation = declared;
    this.store.save();
    return { ref: secret.arn, attributes: { Id: secret.arn } };
  }
}

const toToken = (input: Fields): string | undefined => {
  const token = input.optionalString('ClientRequestToken');
  if (token === undefined || (token.length >= 32 && token.length <= 64)) return token;
  throw new ServiceError('InvalidParameterException', 'ClientRequestToken must have 32 to 64 characters.');
};

/** Six characters that distinguish the ARN of a secret from an earlier secret with the same name. */
const randomSuffix = (): string => {
  const characters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
  return Array.from({ length: 6 }, () => characters[randomInt(characters.length)]).join('');
};
