import type { Limits } from '../../core/limits';
import { ServiceError } from '../../core/service';
import type { Result } from './results';
import { isFinal, type Statement } from './statement';

/** The number of statements that can be described. AWS keeps all statements for 24 hours. */
const KEPT_STATEMENTS = 500;

/** The statements that ran lately, with their results. */
export class StatementHistory {
  private readonly statements = new Map<string, Statement>();

  constructor(
    private readonly limits: Limits,
    private readonly now: () => number,
  ) {}

  get all(): readonly Statement[] {
    return [...this.statements.values()];
  }

  /** Adds a statement, and drops the oldest ones that have ended. */
  add(statement: Statement): void {
    this.statements.set(statement.id, statement);
    for (const [id, oldest] of this.statements) {
      if (this.statements.size <= KEPT_STATEMENTS) break;
      if (isFinal(oldest)) this.statements.delete(id);
    }
  }

  /** The statement of an id, or of `id:number` of one of its parts; throws when there is none. */
  find(id: string): Statement {
    this.dropResults();
    const statement = this.statements.get(id.split(':')[0] ?? '');
    if (!statement) throw new ServiceError('ResourceNotFoundException', `Query ${id} does not exist.`);
    return statement;
  }

  /** The result of a statement, or of one of its parts; throws when it has none, or not any more. */
  resultOf(id: string): Result {
    const [, part = '1'] = id.split(':');
    const result = this.find(id).parts[Number(part) - 1]?.result;
    if (result) return result;
    const message = 'Query does not have result. Please check query status with DescribeStatement.';
    throw new ServiceError('ResourceNotFoundException', message);
  }

  /** Drops the results that are older than the Data API keeps them. */
  private dropResults(): void {
    const horizon = this.now() - this.limits.resultAgeMs;
    for (const statement of this.statements.values()) {
      if (!isFinal(statement) || statement.updatedAt >= horizon) continue;
      for (const part of statement.parts) part.result = undefined;
    }
  }
}
