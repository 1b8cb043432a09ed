import { createHash } from 'node:crypto';
import { Fields } from '../../core/fields';
import { type AccessControl, compilePolicy, Role, type Statement } from '../../core/iam';
import { apiModelIn } from '../../core/protocols/api-model';
import {
  type DeclaredResource,
  type JsonObject,
  type ProvisionedResource,
  type Service,
  ServiceError,
  type Surroundings,
} from '../../core/service';
import { AWS_MANAGED_POLICIES } from './aws-managed-policies';
import { resourcePolicies } from './resource-policies';
import { iamProperties } from './properties';

/**
 * The most characters of a policy, without white space: of all inline policies of a role, of a managed policy, and of a
 * trust policy. Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const MAX_CHARACTERS = { inline: 10_240, managed: 6_144, trust: 2_048 };

interface ManagedPolicy {
  readonly statements: readonly Statement[];
}

/** IAM: the roles and policies that templates declare. It has no API: the access control evaluates them. */
export class Iam implements Service {
  readonly name = 'iam';
  readonly properties = iamProperties;
  readonly permissions = {};
  readonly operations = {};
  readonly model = apiModelIn(__dirname);
  readonly provisions;
  private readonly roles = new Map<string, Role>();
  private readonly inlineCharacters = new Map<Role, number>();
  private readonly managed = new Map<string, ManagedPolicy>();

  constructor(
    private readonly surroundings: Surroundings,
    private readonly access: AccessControl,
  ) {
    this.provisions = {
      'AWS::IAM::Role': (resource: DeclaredResource) => this.provisionRole(resource),
      'AWS::IAM::Policy': (resource: DeclaredResource) => this.provisionPolicy(resource),
      'AWS::IAM::ManagedPolicy': (resource: DeclaredResource) => this.provisionManagedPolicy(resource),
      ...resourcePolicies(surroundings, access),
    };
  }

  private provisionRole(resource: DeclaredResource): ProvisionedResource {
    const fields = new Fields(resource.properties);
    const name = fields.optionalString('RoleName') ?? resource.generatedName(64);
    const { accountId } = this.surroundings;
    const arn = `arn:aws:iam::${accountId}:role${fields.optionalString('Path') ?? '/'}${name}`;
    const trust = fields.all['AssumeRolePolicyDocument'];
    checkSize(`The trust policy of ${name}`, trust, MAX_CHARACTERS.trust);
    const role = new Role(name, arn, idOf('AROA', arn), accountId, compilePolicy(`${name} trust`, trust, 'resource'));
    for (const policy of fields.objects('Policies')) this.attachInline(role, policy);
    for (const policyArn of fields.strings('ManagedPolicyArns')) role.attach(this.managedPolicy(policyArn, name));
    const boundary = fields.optionalString('PermissionsBoundary');
    if (boundary !== undefined) role.limit(this.managedPolicy(boundary, name));
    this.roles.set(name, role);
    this.access.addRole(role);
    return { ref: name, attributes: { Arn: arn, RoleId: role.id } };
  }

  private provisionPolicy(resource: DeclaredResource): ProvisionedResource {
    const fields = new Fields(resource.properties);
    for (const role of this.rolesIn(fields)) this.attachInline(role, fields);
    const id = fields.optionalString('PolicyName') ?? resource.generatedName();
    return { ref: id, attributes: { Id: id } };
  }

  private provisionManagedPolicy(resource: DeclaredResource): ProvisionedResource {
    const fields = new Fields(resource.properties);
    const name = fields.optionalString('ManagedPolicyName') ?? resource.generatedName(128);
    const document = fields.all['PolicyDocument'];
    checkSize(`The managed policy ${name}`, document, MAX_CHARACTERS.managed);
    const statements = compilePolicy(name, document, 'identity');
    const arn = `arn:aws:iam::${this.surroundings.accountId}:policy${fields.optionalString('Path') ?? '/'}${name}`;
    this.managed.set(arn, { statements });
    for (const role of this.rolesIn(fields)) this.attach(role, statements);
    return { ref: arn, attributes: { PolicyArn: arn } };
  }

  private rolesIn(fields: Fields): readonly Role[] {
    return fields.strings('Roles').flatMap((name) => {
      const role = this.roles.get(name);
      if (!role)
        this.access.report(`A policy is attached to the role ${name}, which no template of this cloud declares.`);
      return role ?? [];
    });
  }

  private attachInline(role: Role, policy: Fields): void {
    const document = policy.all['PolicyDocument'];
    const characters = (this.inlineCharacters.get(role) ?? 0) + charactersIn(document);
    checkLimit(`The inline policies of the role ${role.name}`, characters, MAX_CHARACTERS.inline);
    this.inlineCharacters.set(role, characters);
    this.attach(role, compilePolicy(policy.string('PolicyName'), document, 'identity'));
  }

  private attach(role: Role, statements: readonly Statement[]): void {
    role.attach(statements);
    this.access.report(...statements.flatMap(({ problems }) => problems));
  }

  private managedPolicy(arn: string, role: string): readonly Statement[] {
    const declared = this.managed.get(arn);
    if (declared) return declared.statements;
    const [, name = ''] = /^arn:aws:iam::aws:policy\/(.+)$/.exec(arn) ?? [];
    const document: JsonObject | undefined = AWS_MANAGED_POLICIES[name];
    if (document) return compilePolicy(name, document, 'identity');
    this.access.report(`The content of the policy ${arn} is not known here: it allows the role ${role} nothing.`);
    return [];
  }
}

/** An id that is the same after a restart, such as AROA4F2A…, which starts with the prefix of its kind. */
const idOf = (prefix: string, arn: string): string =>
  `${prefix}${createHash('sha256').update(arn).digest('hex').slice(0, 17).toUpperCase()}`;

const charactersIn = (document: unknown): number => JSON.stringify(document).length;

const checkSize = (what: string, document: unknown, limit: number): void =>
  checkLimit(what, charactersIn(document ?? ''), limit);

const checkLimit = (what: string, characters: number, limit: number): void => {
  if (characters <= limit) return;
  throw new ServiceError('LimitExceeded', `${what} has ${characters} characters; the limit is ${limit}.`);
};
