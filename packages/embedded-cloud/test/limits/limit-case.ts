import { AWS_LIMITS, type Limits } from '../../src/core/limits';
import { Endpoint } from '../../src/testing/endpoint';

export const ACCEPTED = 'accepted';

/** How to reach one limit through the API of its service. */
export interface LimitCase {
  readonly limit: keyof Limits;
  /** A figure instead of that of AWS, which would take too long to reach. */
  readonly figure?: number;
  /** The answer to one more than the limit: the name of an error, or an HTTP status. */
  readonly answer: string;
  /** Other limits that would be reached first, without them. */
  readonly without?: readonly (keyof Limits)[];
  /** Sends this much to a service that has just started; resolves to ACCEPTED, or to the answer that refuses it. */
  readonly send: (endpoint: Endpoint, value: number) => Promise<string>;
}

/** The figure that a case reaches. */
export const figureOf = ({ limit, figure }: LimitCase): number => figure ?? AWS_LIMITS[limit];

/** Sends `value` to an endpoint with these limits. */
export const answerTo = async ({ limit, send, without = [], ...one }: LimitCase, value: number, limits: Limits) => {
  const off = Object.fromEntries(without.map((name) => [name, Infinity]));
  const own = limits[limit] === Infinity ? {} : { [limit]: one.figure ?? limits[limit] };
  const endpoint = await Endpoint.open({ limits: { ...limits, ...off, ...own } });
  try {
    return await send(endpoint, value);
  } finally {
    await endpoint.close();
  }
};

/** ACCEPTED when a call succeeds, otherwise the name of its error. */
export const answerOf = async (call: Promise<unknown>): Promise<string> => {
  try {
    await call;
    return ACCEPTED;
  } catch (error) {
    if (error instanceof Error) return error.name;
    throw error;
  }
};

/** A text of this many bytes. */
export const textOf = (bytes: number): string => 'x'.repeat(bytes);
