import { isStageName } from '../lib/stages/stage-names';
import { runCommand } from '../tools/command/run-command';
import { queryCommand } from '../tools/query/command';

/** Loaded on demand, because the configuration of the stages loads slowly and only the warehouse's price needs it. */
const baseRpusOf = async (stage: string): Promise<number> => {
  const { STAGES } = await import('../lib/stages');
  return STAGES[isStageName(stage) ? stage : 'dev'].warehouse.baseRpus;
};

runCommand(queryCommand(baseRpusOf));
