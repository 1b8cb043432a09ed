import { isObject } from '../../../core/service';
import { StatementError } from '../../../duckdb/statement-error';
import { calledBy, childrenOf, type Node } from './tree';

/** The prefix of macros that give null where the macro without it fails for a value. */
export const QUIET = 'trino_quiet_';

/** Operators that give null for a null operand. */
const STRICT = /^([-+*%]|\/\/|\|\||trino_\w+|strptime|nullif|upper|lower|length|abs|main\.\w+)$/;
/** Macros that give a result for a null argument. */
const LENIENT =
  /^trino_(contains|arrays_overlap|match_any|match_all|match_none|concat_operand|count_operand|script|zoned|map|unless_null)$/;

/**
 * Rewrites TRY: each call inside gives null instead of failing. That has the same result only if a null makes the whole
 * expression null, so other expressions are rejected.
 */
export const rewriteTry = (node: Node): Node => quiet(node);

const quiet = (node: Node): Node => {
  switch (node['class']) {
    case 'COLUMN_REF':
    case 'CONSTANT':
      return node;
    case 'CAST':
      return { ...node, try_cast: true, child: isObject(node['child']) ? quiet(node['child']) : node['child'] };
    case 'OPERATOR':
    case 'FUNCTION': {
      const name = calledBy(node) ?? '';
      if (!STRICT.test(name) || LENIENT.test(name)) break;
      const quietName = name.replace(/^trino_cast_/, 'trino_try_cast_').replace(/^trino_(?!try_cast_)/, QUIET);
      return {
        ...node,
        function_name: quietName === 'strptime' ? 'try_strptime' : quietName,
        children: childrenOf(node).map(quiet),
      };
    }
    default:
  }
  throw new StatementError(
    'NOT_SUPPORTED: the embedded Athena supports TRY of casts, arithmetic and functions that give null for null only.',
  );
};

const FAILURE = /error\('(?:DIVISION_BY_ZERO|INVALID_CAST_ARGUMENT|INVALID_FUNCTION_ARGUMENT)/;

/**
 * The body of a macro in which failures for a value are null, also in the macros that it calls. Failures for a type, and of
 * what is not supported, stay.
 */
export const quietBody = (body: string): string =>
  withoutFailures(body).replace(/\btrino_(?!script\b|try_|quiet_)(cast_)?/g, (_, cast?: string) =>
    cast ? 'trino_try_cast_' : QUIET,
  );

const withoutFailures = (body: string): string => {
  const { index } = FAILURE.exec(body) ?? {};
  if (index === undefined) return body;
  let [depth, isQuoted, end] = [0, false, index + 'error'.length];
  do {
    const character = body[end];
    if (character === "'") isQuoted = !isQuoted;
    else if (!isQuoted) depth += character === '(' ? 1 : character === ')' ? -1 : 0;
    end += 1;
  } while (depth > 0);
  return `${body.slice(0, index)}NULL${withoutFailures(body.slice(end))}`;
};
