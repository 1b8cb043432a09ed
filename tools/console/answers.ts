import type { HttpResponse } from 'embedded-cloud/http';

/** Answers with a value as JSON that must not be cached. */
export const json = (status: number, value: unknown): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
  body: JSON.stringify(value),
});

/** Answers 405 with the methods that the path accepts. */
export const methodNotAllowed = (...allowed: readonly string[]): HttpResponse => {
  const answer = json(405, { message: `This path accepts ${allowed.join(', ')}.` });
  return { ...answer, headers: { ...answer.headers, allow: allowed.join(', ') } };
};
