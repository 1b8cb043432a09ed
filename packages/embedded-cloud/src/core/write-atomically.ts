import { renameSync, writeFileSync } from 'node:fs';

/** Replaces a file atomically: a reader, or a restart after a crash, finds either the old content or the new one. */
export const writeAtomically = (path: string, content: string | Buffer, mode = 0o644): void => {
  const temporary = `${path}.new`;
  writeFileSync(temporary, content, { mode });
  renameSync(temporary, path);
};
