import type { StageTemplates } from '../cost/stage-templates';
import { failure, type Finding, note } from './finding';

/** Lambda's limits of an account: GetAccountSettings. */
export interface ConcurrencyLimit {
  readonly total: number;
  /** What functions outside the stage leave unreserved, including what the stage itself reserves. */
  readonly available: number;
}

/** The concurrent executions that most accounts have; new ones start with 10 or more. */
const USUAL = 1_000;

/** AWS refuses a reservation that leaves less than this unreserved. */
const UNRESERVED = 100;

/** https://docs.aws.amazon.com/general/latest/gr/lambda-service.html */
const CONCURRENCY_QUOTA = 'L-B99A9384';

/** With fewer executions for all functions, steps throttle each other even without viewers. */
const ENOUGH = 50;

/** The functions of the stage that reserve concurrent executions. */
export const reservingFunctions = (stage: StageTemplates): readonly string[] =>
  stage
    .all('AWS::Lambda::Function')
    .filter((one) => one.has('ReservedConcurrentExecutions'))
    .map((one) => one.text('FunctionName'));

/** The executions that the account lacks for the reservations of the stage; at most 0 if it has room for them. */
export const missingExecutions = (stage: StageTemplates, { available }: ConcurrencyLimit): number => {
  const reserved = reservedBy(stage);
  return reserved === 0 ? 0 : reserved + UNRESERVED - available;
};

const reservedBy = (stage: StageTemplates): number =>
  stage.all('AWS::Lambda::Function').reduce((sum, one) => sum + (one.optional('ReservedConcurrentExecutions') ?? 0), 0);

/** The findings about concurrent executions of Lambda functions. */
export const concurrencyFindings = (stage: StageTemplates, limit: ConcurrencyLimit): readonly Finding[] => {
  const request = (value: number): string =>
    `aws service-quotas request-service-quota-increase --service-code lambda --quota-code ${CONCURRENCY_QUOTA} --desired-value ${value}`;
  const missing = missingExecutions(stage, limit);
  const shared = `All functions of the account share ${limit.total} concurrent executions; a stage needs about ${ENOUGH} at rest.`;
  return [
    ...(missing > 0
      ? [
          note(
            `The stage reserves ${reservedBy(stage)} concurrent executions, and ${UNRESERVED} must stay unreserved, but the account has ${limit.available} of ${limit.total} left. npm run deploy leaves the reservations out, and only the throttle of the API limits collect.`,
            `Request the quota, then deploy again: ${request(limit.total + missing)}`,
          ),
        ]
      : []),
    ...(limit.total < ENOUGH ? [note(shared, `Request more before viewers arrive: ${request(USUAL)}`)] : []),
  ];
};

/** The most memory of a function in a new account, MB. AWS raises it with use or on request, up to 10,240. */
const NEW_ACCOUNT_MEMORY = 3_008;

/** A function of the stage, and the memory that it needs, MB. */
export interface LargestFunction {
  readonly name: string;
  readonly memory: number;
}

/** The function with the most memory. */
export const largestFunction = (stage: StageTemplates): LargestFunction | undefined =>
  stage
    .all('AWS::Lambda::Function')
    .map((one) => ({ name: one.text('FunctionName'), memory: one.optional('MemorySize') ?? 0 }))
    .reduce<LargestFunction | undefined>(
      (largest, one) => (one.memory > (largest?.memory ?? 0) ? one : largest),
      undefined,
    );

/**
 * The finding about the memory of the largest function; `deployed` is its memory in the account now, MB. No API returns an
 * account's limit, and Service Quotas does not list it. AWS raises it together with the quota of concurrent executions,
 * so an account below the usual quota counts as new. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const memoryFindings = (
  { name, memory }: LargestFunction,
  deployed: number,
  { total }: ConcurrencyLimit,
): readonly Finding[] => {
  if (memory <= Math.max(NEW_ACCOUNT_MEMORY, deployed)) return [];
  const action = `Ask AWS Support for functions with ${memory} MB, or set the function's memory to ${NEW_ACCOUNT_MEMORY} MB.`;
  const problem = `${name} needs ${memory} MB, and new accounts allow at most ${NEW_ACCOUNT_MEMORY} MB`;
  return total < USUAL
    ? [failure(`${problem}; this account with its ${total} concurrent executions is probably one.`, action)]
    : [note(`${problem}. Preflight cannot read the limit of this account.`, action)];
};
