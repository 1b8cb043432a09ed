import { runCommand } from '../tools/command/run-command';
import { CDK_VERBS, cdkCommand, type CdkVerb } from '../tools/deploy/command';
import { synthesizeStage } from './synthesize-stage';

const isVerb = (name: string): name is CdkVerb => Object.hasOwn(CDK_VERBS, name);

/** `tsx bin/cdk.ts deploy --stage dev`: the scripts of package.json pass the verb. */
const [verb = '', ...line] = process.argv.slice(2);
if (!isVerb(verb))
  throw new Error(`There is no command "${verb}"; the commands are ${Object.keys(CDK_VERBS).join(', ')}.`);
runCommand(cdkCommand(verb, synthesizeStage), line);
