import { brokenRules, defineSection, type SectionDeclaration } from '../../demo/demo-section';
import { count } from '../../demo/format';

/** What the policies of the templates denied to functions and services. */
interface OperationsReport {
  /** The roles that the templates declare; each is restricted to its policies. */
  readonly restrictedRoles: number;
  /** Denied calls. */
  readonly denials: number;
  /** One message for each kind of denial. */
  readonly denialMessages: readonly string[];
  /** What the deployment could not evaluate. */
  readonly policyProblems: readonly string[];
}

/** No function and no service was denied what it asked for. */
export const operationsSection: SectionDeclaration<OperationsReport> = {
  after: ['ingest', 'live', 'features', 'quality', 'lake', 'warehouse', 'ledger'],
  step: 'looking for denied calls',
  check: ({ cloud: { access } }) =>
    Promise.resolve({
      restrictedRoles: access.declaredRoles().length,
      denials: [...access.denials.values()].reduce((sum, times) => sum + times, 0),
      denialMessages: [...access.denials.keys()],
      policyProblems: access.problems,
    }),
  differences: ({ denials, denialMessages: [first = ''], policyProblems }) =>
    brokenRules([
      [denials === 0, `policies denied ${count(denials, 'call')}, such as: ${first}`],
      [policyProblems.length === 0, `policies are not evaluated completely: ${policyProblems.join('; ')}`],
    ]),
  numbers: ({ restrictedRoles, denials }) => ({ restrictedRoles, denials }),
};

export default defineSection(operationsSection);
