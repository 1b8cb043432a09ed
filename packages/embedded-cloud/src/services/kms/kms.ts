import { createHash } from 'node:crypto';
import { Fields } from '../../core/fields';
import { type AccessControl, compilePolicy } from '../../core/iam';
import type { DeclaredResource, JsonObject, ProvisionedResource, Service, Surroundings } from '../../core/service';
import { kmsProperties } from './properties';

/** KMS: the policies of keys. It encrypts nothing and has no API: it decides who could use a key on AWS. */
export class Kms implements Service {
  readonly name = 'kms';
  readonly properties = kmsProperties;
  readonly permissions = {};
  readonly operations = {};
  readonly provisions = {
    'AWS::KMS::Key': (resource: DeclaredResource) => this.provisionKey(resource),
    'AWS::KMS::Alias': (resource: DeclaredResource) => this.provisionAlias(resource),
  };

  constructor(
    private readonly surroundings: Surroundings,
    private readonly access: AccessControl,
  ) {}

  private provisionKey({ logicalId, properties, stack }: DeclaredResource): ProvisionedResource {
    const { region, accountId } = this.surroundings;
    const name = `${stack}/${logicalId}`;
    const keyId = toKeyId(name);
    const arn = `arn:aws:kms:${region}:${accountId}:key/${keyId}`;
    const policy = properties['KeyPolicy'] ?? defaultPolicy(accountId);
    this.access.attach(arn, compilePolicy(name, policy, 'resource'), true);
    return { ref: keyId, attributes: { Arn: arn, KeyId: keyId } };
  }

  private provisionAlias({ properties }: DeclaredResource): ProvisionedResource {
    const fields = new Fields(properties);
    const alias = fields.string('AliasName');
    this.access.keys.addAlias(alias, fields.string('TargetKeyId'));
    return { ref: alias, attributes: { AliasName: alias } };
  }
}

/** Source: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html */
const defaultPolicy = (accountId: string): JsonObject => ({
  Statement: [
    { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${accountId}:root` }, Action: 'kms:*', Resource: '*' },
  ],
});

/** The same after a restart. */
const toKeyId = (name: string): string =>
  createHash('sha256')
    .update(name)
    .digest('hex')
    .replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5');
