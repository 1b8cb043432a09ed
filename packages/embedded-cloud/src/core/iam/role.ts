import type { RequestContext } from './access';
import type { Statement } from './policy';

/** A role with its compiled policies. */
export class Role {
  private statements: readonly Statement[] = [];
  private boundary: readonly Statement[] | undefined;
  /** By action: the statements that name it. */
  private readonly byAction = new Map<string, readonly Statement[]>();

  constructor(
    readonly name: string,
    readonly arn: string,
    /** AROA…, which `aws:userid` starts with. */
    readonly id: string,
    readonly accountId: string,
    /** Who may assume it. */
    readonly trust: readonly Statement[],
  ) {}

  /** Every statement of the policies that are attached to it. */
  get policies(): readonly Statement[] {
    return this.statements;
  }

  /** Adds the statements of a policy. */
  attach(statements: readonly Statement[]): void {
    this.statements = [...this.statements, ...statements];
    this.byAction.clear();
  }

  /** Sets the permissions boundary: what it does not allow, no policy of the role can allow. */
  limit(boundary: readonly Statement[]): void {
    this.boundary = boundary;
  }

  /** The statements of its policies that apply to a request. */
  applicable(action: string, resource: string, context: RequestContext): readonly Statement[] {
    let named = this.byAction.get(action);
    if (!named) {
      named = this.statements.filter(({ matchesAction }) => matchesAction(action));
      this.byAction.set(action, named);
    }
    return named.filter((statement) => applies(statement, resource, context));
  }

  /** The statements of its permissions boundary that apply to a request; undefined without a boundary. */
  withinBoundary(action: string, resource: string, context: RequestContext): readonly Statement[] | undefined {
    return this.boundary?.filter(
      (statement) => statement.matchesAction(action) && applies(statement, resource, context),
    );
  }

  /** Removes a statement from its policies, also for existing sessions; returns the function that adds it again. */
  suspend(suspended: Statement): () => void {
    this.statements = this.statements.filter((statement) => statement !== suspended);
    this.byAction.clear();
    return () => this.attach([suspended]);
  }
}

/** Whether a statement applies to the resource and the condition keys of a request. */
export const applies = (statement: Statement, resource: string, context: RequestContext): boolean =>
  statement.matchesResource(resource, context) && statement.meetsConditions(context);
