import { AccessControl, compilePolicy, Role } from '../../../src/core/iam';
import type { Access } from '../../../src/core/iam';
import type { JsonObject } from '../../../src/core/service';

const ACCOUNT = { accountId: '000000000000', region: 'us-east-1' };
const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:orders';
const BUCKET = 'arn:aws:s3:::films';
const KEY = 'arn:aws:kms:us-east-1:000000000000:key/k1';
const ROLE = 'arn:aws:iam::000000000000:role/worker';

let access: AccessControl;
let role: Role;

/** A statement that allows. */
const allow = (Action: unknown, Resource: unknown, more: JsonObject = {}): JsonObject => ({
  Effect: 'Allow',
  ...{ Action, Resource },
  ...more,
});
const deny = (Action: unknown, Resource: unknown): JsonObject => ({ Effect: 'Deny', Action, Resource });

const Version = '2012-10-17';

const attach = (...Statement: readonly JsonObject[]): void =>
  role.attach(compilePolicy('Policy', { Version, Statement }, 'identity'));

const attachTo = (arn: string, ...Statement: readonly JsonObject[]): void =>
  access.attach(arn, compilePolicy('Resource', { Statement }, 'resource'), arn === KEY);

const session = () => {
  const assumed = access.assume(ROLE, { service: 'lambda.amazonaws.com', sessionName: 'send' });
  if (!assumed) throw new Error('The role is restricted.');
  return assumed;
};

const decide = (action: string, resource: string, context: Access['context'] = {}): string => {
  const decision = access.decide(session(), { action, resource, context });
  return decision.isAllowed ? 'allowed' : decision.reason;
};

beforeEach(() => {
  access = new AccessControl(ACCOUNT);
  const trust = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } };
  role = new Role('worker', ROLE, 'AROA1', ACCOUNT.accountId, compilePolicy('trust', { Statement: trust }, 'resource'));
  access.addRole(role);
});

describe('a role', () => {
  it('may do nothing without a policy', () => {
    expect(decide('sqs:SendMessage', QUEUE)).toBe('because no identity-based policy allows the sqs:SendMessage action');
  });

  it('may do what a statement allows, on that resource only', () => {
    attach(allow('sqs:SendMessage', QUEUE));
    expect(decide('sqs:SendMessage', QUEUE)).toBe('allowed');
    expect(decide('sqs:SendMessage', `${QUEUE}-2`)).toContain('no identity-based policy');
    expect(decide('sqs:DeleteMessage', QUEUE)).toContain('no identity-based policy');
  });

  it('may not do what a statement denies, although another allows it', () => {
    attach(allow('sqs:*', '*'), deny('sqs:PurgeQueue', QUEUE));
    expect(decide('sqs:PurgeQueue', QUEUE)).toBe('with an explicit deny in an identity-based policy');
    expect(decide('sqs:PurgeQueue', `${QUEUE}-2`)).toBe('allowed');
  });

  it('may do what NotAction and NotResource leave over', () => {
    attach({ Effect: 'Allow', NotAction: 's3:Delete*', NotResource: `${BUCKET}/private/*` });
    expect(decide('s3:GetObject', `${BUCKET}/a`)).toBe('allowed');
    expect(decide('s3:DeleteObject', `${BUCKET}/a`)).toContain('no identity-based policy');
    expect(decide('s3:GetObject', `${BUCKET}/private/a`)).toContain('no identity-based policy');
  });

  it('may not do what its permissions boundary lacks', () => {
    attach(allow('sqs:*', '*'));
    role.limit(compilePolicy('Boundary', { Statement: [allow('sqs:SendMessage', '*')] }, 'identity'));
    expect(decide('sqs:SendMessage', QUEUE)).toBe('allowed');
    expect(decide('sqs:PurgeQueue', QUEUE)).toBe('because no permissions boundary allows the sqs:PurgeQueue action');
  });

  it('may not do what its permissions boundary lacks, although the policy of a resource names the role', () => {
    attachTo(QUEUE, allow('sqs:*', QUEUE, { Principal: { AWS: ROLE } }));
    role.limit(compilePolicy('Boundary', { Statement: [allow('s3:*', '*')] }, 'identity'));
    expect(decide('sqs:SendMessage', QUEUE)).toBe('because no permissions boundary allows the sqs:SendMessage action');
    attachTo(QUEUE, allow('sqs:SendMessage', QUEUE, { Principal: { AWS: session().arn } }));
    expect(decide('sqs:SendMessage', QUEUE)).toBe('allowed');
    expect(decide('sqs:PurgeQueue', QUEUE)).toContain('no permissions boundary');
  });

  it('may not do what a suspended statement allows until it is restored, also in sessions that exist', () => {
    attach(allow('sqs:SendMessage', QUEUE), allow('sqs:DeleteMessage', QUEUE));
    const existing = session();
    const maySend = () => existing.allows({ action: 'sqs:SendMessage', resource: QUEUE });
    expect(maySend()).toBe(true);
    const [suspended] = role.policies;
    const restore = suspended && role.suspend(suspended);
    expect(maySend()).toBe(false);
    expect(existing.allows({ action: 'sqs:DeleteMessage', resource: QUEUE })).toBe(true);
    restore?.();
    expect(maySend()).toBe(true);
  });

  it('is assumed only by a service that it trusts', () => {
    expect(() => access.assume(ROLE, { service: 'firehose.amazonaws.com', sessionName: 'raw' })).toThrow(
      'Service: firehose.amazonaws.com is not authorized to perform: sts:AssumeRole on resource: ' + ROLE,
    );
  });

  it('is not restricted, and reported, when no template declares it', () => {
    const other = 'arn:aws:iam::000000000000:role/other';
    expect(access.assume(other, { service: 'lambda.amazonaws.com', sessionName: 'send' })).toBeUndefined();
    expect(access.problems).toEqual([
      `The role ${other} is declared in no template of this cloud: what send does is not checked.`,
    ]);
  });
});

describe('a pattern', () => {
  it.each([
    ['arn:aws:s3:::films/raw/*', 'arn:aws:s3:::films/raw/dt=1/a', true],
    ['arn:aws:s3:::films/raw/*', 'arn:aws:s3:::films/rawer/a', false],
    ['arn:aws:s3:::films', 'arn:aws:s3:::films/a', false],
    [
      'arn:aws:secretsmanager:us-east-1:0:secret:key-??????',
      'arn:aws:secretsmanager:us-east-1:0:secret:key-AbC123',
      true,
    ],
    [
      'arn:aws:secretsmanager:us-east-1:0:secret:key-??????',
      'arn:aws:secretsmanager:us-east-1:0:secret:key-long-AbC123',
      false,
    ],
    ['arn:aws:sqs:*:0:orders', 'arn:aws:sqs:us-east-1:0:orders', true],
    ['arn:aws:sqs:*:orders', 'arn:aws:sqs:us-east-1:0:orders', false],
    ['arn:aws:sqs', 'arn:aws:sqs:us-east-1:0:orders', true],
    ["arn:aws:sqs:${s3:prefix, 'us-east-1'}:*:orders", 'arn:aws:sqs:us-east-1:0:orders', true],
    ["arn:aws:sqs:${s3:prefix, 'us-east-1'}:*:orders", 'arn:aws:sqs:us-east-1:0:more:orders', false],
    ['arn:aws:s3:::a.c/*', 'arn:aws:s3:::abc/x', false],
  ])('%s, compared with %s, matches: %s', (pattern, resource, matches) => {
    attach(allow('any:Thing', pattern));
    expect(decide('any:Thing', resource) === 'allowed').toBe(matches);
  });

  it('ignores the case of an action, and no other', () => {
    attach(allow('S3:getobject*', `${BUCKET}/a`));
    expect(decide('s3:GetObjectTagging', `${BUCKET}/a`)).toBe('allowed');
    expect(decide('s3:GetObjectTagging', `${BUCKET}/A`)).not.toBe('allowed');
  });

  it('replaces policy variables, whose wildcards are plain characters', () => {
    attach(allow('s3:GetObject', `${BUCKET}/\${aws:userid}/*`), allow('s3:PutObject', `${BUCKET}/\${s3:prefix}/*`));
    expect(decide('s3:GetObject', `${BUCKET}/AROA1:send/a`)).toBe('allowed');
    expect(decide('s3:GetObject', `${BUCKET}/AROA2:send/a`)).not.toBe('allowed');
    expect(decide('s3:PutObject', `${BUCKET}/me/a`, { 's3:prefix': '*' })).not.toBe('allowed');
    expect(decide('s3:PutObject', `${BUCKET}/me/a`)).not.toBe('allowed');
  });
});

describe('the policy of a resource', () => {
  it('allows the role that it names, without a policy of the role', () => {
    attachTo(QUEUE, allow('sqs:SendMessage', QUEUE, { Principal: { AWS: ROLE } }));
    expect(decide('sqs:SendMessage', QUEUE)).toBe('allowed');
  });

  it('leaves the decision to the role when it names the account', () => {
    attachTo(QUEUE, allow('sqs:SendMessage', QUEUE, { Principal: { AWS: `arn:aws:iam::${ACCOUNT.accountId}:root` } }));
    expect(decide('sqs:SendMessage', QUEUE)).toContain('no identity-based policy');
  });

  it('denies what its conditions select', () => {
    attach(allow('s3:*', '*'));
    const Condition = { Bool: { 'aws:SecureTransport': 'false' } };
    attachTo(BUCKET, { ...deny('s3:*', `${BUCKET}/*`), Principal: { AWS: '*' }, Condition });
    expect(decide('s3:GetObject', `${BUCKET}/a`)).toBe('allowed');
    expect(decide('s3:GetObject', `${BUCKET}/a`, { 'aws:securetransport': 'false' })).toBe(
      'with an explicit deny in a resource-based policy',
    );
  });

  it('is the only one that lets a service in', () => {
    const Condition = { ArnLike: { 'aws:SourceArn': 'arn:aws:execute-api:*:*:a1/*' } };
    attachTo(QUEUE, allow('sqs:SendMessage', QUEUE, { Principal: { Service: 'apigateway.amazonaws.com' }, Condition }));
    const from = (api: string) => () =>
      access
        .service('apigateway.amazonaws.com', `arn:aws:execute-api:us-east-1:0:${api}/x`)
        ?.check({ action: 'sqs:SendMessage', resource: QUEUE });
    expect(from('a1')).not.toThrow();
    expect(from('a2')).toThrow('because no resource-based policy allows the sqs:SendMessage action');
  });

  it.each([['*'], [{ AWS: '*' }]])('lets every principal in with %j', (Principal) => {
    attachTo(QUEUE, allow('sqs:SendMessage', QUEUE, { Principal }));
    expect(decide('sqs:SendMessage', QUEUE)).toBe('allowed');
    const service = access.service('apigateway.amazonaws.com', 'arn:aws:execute-api:us-east-1:0:a1/x');
    expect(service?.allows({ action: 'sqs:SendMessage', resource: QUEUE })).toBe(true);
  });

  it('denies a whole account', () => {
    attach(allow('sqs:*', QUEUE));
    attachTo(QUEUE, { ...deny('sqs:PurgeQueue', QUEUE), Principal: { AWS: ACCOUNT.accountId } });
    expect(decide('sqs:PurgeQueue', QUEUE)).toBe('with an explicit deny in a resource-based policy');
    expect(decide('sqs:SendMessage', QUEUE)).toBe('allowed');
  });

  it('denies with NotPrincipal all but those that it names', () => {
    attach(allow('sqs:*', QUEUE));
    attachTo(QUEUE, { ...deny('sqs:PurgeQueue', QUEUE), NotPrincipal: { AWS: ROLE } });
    attachTo(QUEUE, { ...deny('sqs:SendMessage', QUEUE), NotPrincipal: { AWS: `${ROLE}-2` } });
    expect(decide('sqs:PurgeQueue', QUEUE)).toBe('allowed');
    expect(decide('sqs:SendMessage', QUEUE)).toBe('with an explicit deny in a resource-based policy');
  });

  it('of a key must name the role or the account', () => {
    attach(allow('kms:Decrypt', KEY));
    attachTo(KEY, allow('kms:*', '*', { Principal: { AWS: 'arn:aws:iam::000000000000:role/other' } }));
    expect(decide('kms:Decrypt', KEY)).toBe('because no resource-based policy allows the kms:Decrypt action');
    attachTo(KEY, allow('kms:*', '*', { Principal: { AWS: 'arn:aws:iam::000000000000:root' } }));
    expect(decide('kms:Decrypt', KEY)).toBe('allowed');
  });
});

describe('a denial', () => {
  it('names the session, the action, the resource and the reason', () => {
    expect(() => session().check({ action: 'sqs:SendMessage', resource: QUEUE })).toThrow(
      'User: arn:aws:sts::000000000000:assumed-role/worker/send is not authorized to perform: sqs:SendMessage ' +
        `on resource: ${QUEUE} because no identity-based policy allows the sqs:SendMessage action`,
    );
    expect([...access.denials.values()]).toEqual([1]);
  });

  it('of the key of an encrypted resource has the error code of its service', () => {
    attach(allow('sqs:SendMessage', QUEUE));
    attachTo(KEY, allow('kms:*', '*', { Principal: { AWS: ACCOUNT.accountId } }));
    access.keys.add(QUEUE, 'k1');
    const send = () => session().check({ action: 'sqs:SendMessage', resource: QUEUE });
    expect(send).toThrow(expect.objectContaining({ code: 'KmsAccessDenied' }) as Error);
    attach(
      allow(['kms:GenerateDataKey', 'kms:Decrypt'], KEY, {
        Condition: { StringEquals: { 'kms:ViaService': 'sqs.us-east-1.amazonaws.com' } },
      }),
    );
    expect(send).not.toThrow();
  });
});

describe('compilePolicy', () => {
  it.each<[string, JsonObject]>([
    ['has no statement', {}],
    ['Effect must be', { Statement: [{ Effect: 'Maybe', Action: '*', Resource: '*' }] }],
    ['either Action or NotAction', { Statement: [{ Effect: 'Allow', Action: '*', NotAction: '*', Resource: '*' }] }],
    ['either Resource or NotResource', { Statement: [{ Effect: 'Allow', Action: '*' }] }],
    ['the element Actions does not exist', { Statement: [{ Effect: 'Allow', Actions: '*', Resource: '*' }] }],
    ['names no Principal', { Statement: [{ ...allow('*', '*'), Principal: '*' }] }],
    ['Condition must be', { Statement: [allow('*', '*', { Condition: { StringEquals: 's3:prefix' } })] }],
    ['Condition must be', { Statement: [allow('*', '*', { Condition: 'StringEquals' })] }],
  ])('rejects a policy with the problem "%s"', (problem, document) => {
    expect(() => compilePolicy('P', document, 'identity')).toThrow(problem);
  });

  it('lets a statement with a variable allow nothing, and reports it, without the version that has variables', () => {
    const [statement] = compilePolicy(
      'P',
      { Statement: allow('s3:GetObject', `${BUCKET}/\${aws:userid}/*`) },
      'identity',
    );
    expect(statement?.meetsConditions({})).toBe(false);
    expect(statement?.problems).toEqual([
      'P[0]: it has a variable, and its policy does not have the Version 2012-10-17',
    ]);
  });
});
