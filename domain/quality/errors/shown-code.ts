import { OTHER } from '../../dimensions';

/** Letters, digits, spaces and a few marks, in at most 64 characters: no address, no link with a token, no markup. */
const SHOWN = /^[\w.:/()-][\w .:/()-]{0,63}$/;

/**
 * The code under which an error counts. Players may send any text of 128 characters as a code, and a metric keeps its name for
 * 15 months: a text that does not look like a code counts as "other". The lake keeps what the player sent.
 */
export const shownCode = (code: string): string => (SHOWN.test(code) ? code : OTHER);
