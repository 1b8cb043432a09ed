import type { DeployTarget } from '../deploy/deploy-target';
import { type Template, StageTemplates } from '../cost/stage-templates';
import { Account, type AccountOptions } from './account';
import { bootstrapFindings } from './bootstrap';
import { Existing, type OwnedResource } from './existing';
import { type Finding, note } from './finding';
import { identityFindings, sendingIdentities } from './identities';
import { concurrencyFindings, largestFunction, memoryFindings, reservingFunctions } from './lambda-limits';
import { namedResources } from './named-resources';
import { isSame, nameFinding, secretFinding } from './names';
import { onDemandFindings, quotaFindings, quotaNeeds } from './quotas';
import { zoneFindings } from './zones';

/** A synthesized stage. */
export interface SynthesizedTemplates {
  readonly stackNames: readonly string[];
  readonly templates: readonly Template[];
  /** The version of the bootstrap stack that the deployment needs. */
  readonly bootstrapVersion: number;
}

/** Where a stage is to be deployed, and how to reach it. */
interface PreflightTarget extends DeployTarget {
  readonly options: AccountOptions;
}

type Check = () => Promise<readonly Finding[]>;

/** Checks whether an account is ready for a stage. A check that cannot be carried out results in a note. */
export const preflight = async (
  { stackNames, templates, bootstrapVersion }: SynthesizedTemplates,
  { account: accountId, region, options }: PreflightTarget,
): Promise<readonly Finding[]> => {
  const stage = new StageTemplates(templates);
  const account = new Account(options);
  const existing = new Existing(options);
  const owned = async (): Promise<readonly OwnedResource[]> =>
    (await Promise.all(stackNames.map((name) => existing.resourcesOf(name)))).flat();
  const checks: Readonly<Record<string, Check>> = {
    ...quotaChecks(stage, account),
    'Kinesis on-demand streams': async () => {
      const streams = stage.all('AWS::Kinesis::Stream').map((stream) => stream.text('Name'));
      const existing = (await owned()).filter(({ type }) => type === 'AWS::Kinesis::Stream').map(({ id }) => id);
      const allExist = streams.every((name) => existing.includes(name));
      return onDemandFindings(stage, allExist, await account.onDemandStreams());
    },
    'availability zones': async () => zoneFindings(stage, region, await account.zones()),
    bootstrap: async () =>
      bootstrapFindings(await account.bootstrapVersion(), bootstrapVersion, `aws://${accountId}/${region}`),
    names: async () => leftBehind(templates, await owned(), existing),
    secrets: () => deletedSecrets(stage, existing),
    'SES identities': async () => {
      const identities = sendingIdentities(stage);
      const verified = await Promise.all(identities.map((identity) => account.isVerified(identity)));
      return identities.flatMap((identity, index) => identityFindings(identity, verified[index] ?? false));
    },
  };
  const findings = await Promise.all(Object.entries(checks).map(([name, check]) => carryOut(name, check)));
  return findings.flat();
};

const quotaChecks = (stage: StageTemplates, account: Account): Readonly<Record<string, Check>> => ({
  ...Object.fromEntries(
    quotaNeeds(stage).map((need): readonly [string, Check] => [
      `the quota of ${need.title}`,
      async () => quotaFindings(need, await account.quotas(need.serviceCode)),
    ]),
  ),
  'Lambda concurrency': async () => concurrencyFindings(stage, await account.concurrency(reservingFunctions(stage))),
  'memory of Lambda functions': async () => {
    const largest = largestFunction(stage);
    if (!largest) return [];
    const [deployed, limit] = await Promise.all([account.memoryOf(largest.name), account.concurrency([])]);
    return memoryFindings(largest, deployed, limit);
  },
});

/** Resources that exist under the stage's names and belong to none of its stacks. */
const leftBehind = async (
  templates: readonly Template[],
  owned: readonly OwnedResource[],
  existing: Existing,
): Promise<readonly Finding[]> => {
  const candidates = namedResources(templates).filter((resource) => !owned.some((one) => isSame(one, resource)));
  const found = await Promise.all(candidates.map((candidate) => existing.exists(candidate)));
  return candidates.filter((_, index) => found[index]).map(nameFinding);
};

/** Secrets with fixed names that wait for their deletion. Redshift names the secret of an administrator itself. */
const deletedSecrets = async (stage: StageTemplates, existing: Existing): Promise<readonly Finding[]> => {
  const names = [
    ...stage.all('AWS::SecretsManager::Secret').map((secret) => secret.text('Name')),
    ...stage
      .all('AWS::RedshiftServerless::Namespace')
      .map((namespace) => `redshift!${namespace.text('NamespaceName')}-${namespace.text('AdminUsername')}`),
  ].filter((name) => name !== '');
  const deletedAt = await Promise.all(names.map((name) => existing.secretDeletedAt(name)));
  return names.flatMap((name, index) => {
    const at = deletedAt[index];
    return at === undefined ? [] : [secretFinding(name, at)];
  });
};

const carryOut = (name: string, check: Check): Promise<readonly Finding[]> =>
  check().catch((error: unknown) => {
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return [note(`Preflight cannot check ${name} (${reason}).`, 'Allow the call, or check it in the console.')];
  });
