import { invalidParameter } from './errors';

/** Compiles the expression between two percent signs. */
export const toRegExp = (source: string): RegExp => {
  try {
    return new RegExp(source);
  } catch {
    throw invalidParameter(`%${source}% is not a regular expression.`);
  }
};

/** The source of an expression that matches exactly this text. */
export const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
