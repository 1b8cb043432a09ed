import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const LIB = join(__dirname, '..');

const anchors = new Map<string, ReadonlySet<string>>();

/** The runbook sections of a subsystem, from which docs/runbook.md is assembled. Empty if the subsystem has none. */
export const runbookOf = (subsystem: string): string => {
  const file = join(LIB, subsystem, 'runbook.md');
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
};

/** The anchor that GitHub gives a heading. */
export const anchorOf = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N} -]/gu, '')
    .replaceAll(' ', '-');

/** Throws if the runbook of a subsystem has no section with this anchor, because an alarm would link to it. */
export const requireRunbookSection = (subsystem: string, anchor: string): void => {
  const known =
    anchors.get(subsystem) ??
    new Set([...runbookOf(subsystem).matchAll(/^## (.+)$/gm)].map(([, heading = '']) => anchorOf(heading)));
  anchors.set(subsystem, known);
  if (!known.has(anchor)) throw new Error(`lib/${subsystem}/runbook.md has no section #${anchor}; add one.`);
};
