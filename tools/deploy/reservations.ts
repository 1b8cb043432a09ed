import { StageTemplates, type Template } from '../cost/stage-templates';
import { Account, type AccountOptions } from '../preflight/account';
import { missingExecutions, reservingFunctions } from '../preflight/lambda-limits';

/**
 * Whether the account has room for the concurrent executions that a stage reserves. A stage is deployed without them if not, because a
 * new account may have as few as ten, and AWS would refuse the function. True if the credentials may not read the
 * limit: a deployment must not remove the cap of a stage unnoticed.
 */
export const hasRoomToReserve = async (templates: readonly Template[], options: AccountOptions): Promise<boolean> => {
  const stage = new StageTemplates(templates);
  return new Account(options).concurrency(reservingFunctions(stage)).then(
    (limit) => missingExecutions(stage, limit) <= 0,
    () => true,
  );
};
