import type { StatementUse } from 'embedded-cloud/testing';
import type { Pipeline } from './pipeline';

type Statement = StatementUse['statement'];

/** A role whose statements are removed one at a time, and the path that needs them. */
export interface DeniedRole {
  /** Matches the name of the role. */
  readonly role: RegExp;
  /** Drives the path; true once an operator can see that it fails, false if it succeeds. `isDenied`: whether a call was. */
  readonly fails: (isDenied: () => boolean) => Promise<boolean>;
  /** Statements, by their first action and their resource, that the path does not need, or whose loss is harmless. */
  readonly exempt: readonly (readonly [action: RegExp, reason: string, resource?: RegExp])[];
  /** Resolves when the path works; runs before the first statement is removed, and after each is restored. @default - at once */
  readonly recover?: () => Promise<unknown>;
}

/** The first of the actions of a statement. */
const firstActionOf = ({ declared }: Statement): string => String([declared['Action']].flat()[0]);

/** Removes the statements of a role one at a time. Returns those whose loss causes no denial or is seen by no operator. */
export const unseenLosses = async (
  { cloud: { access } }: Pipeline,
  { role: name, fails, exempt, recover = () => Promise.resolve() }: DeniedRole,
): Promise<readonly string[]> => {
  const [role, ...others] = access.declaredRoles().filter((one) => name.test(one.name));
  if (!role || others.length > 0) throw new Error(`${String(name)} matches ${others.length + (role ? 1 : 0)} roles.`);
  const denials = (): number =>
    [...access.denials].reduce((sum, [message, count]) => (message.includes(`/${role.name}/`) ? sum + count : sum), 0);
  const isExempt = (statement: Statement): boolean =>
    exempt.some(
      ([action, , resource = /./]) =>
        action.test(firstActionOf(statement)) && resource.test(JSON.stringify(statement.declared['Resource'])),
    );
  const unseen: string[] = [];
  await recover();
  for (const statement of role.policies.filter((one) => !isExempt(one))) {
    const before = denials();
    const isDenied = (): boolean => denials() > before;
    const restore = role.suspend(statement);
    const isSeen = await fails(isDenied).finally(restore);
    if (!isDenied()) unseen.push(`${firstActionOf(statement)}: no call is denied`);
    else if (!isSeen) unseen.push(`${firstActionOf(statement)}: no operator sees the denial`);
    await recover();
  }
  return unseen;
};
