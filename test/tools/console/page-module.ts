import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { buildSync } from 'esbuild';

/** Calls what one of the page's modules exports, as a browser would run it: it is JavaScript, which jest does not transform. */
export const pageModule = (file: string) => {
  const script = buildSync({
    entryPoints: [join(__dirname, '../../../tools/console/page', file)],
    bundle: true,
    format: 'iife',
    globalName: 'page',
    write: false,
  }).outputFiles[0]?.text;
  return (name: string, ...args: readonly unknown[]): unknown => {
    const given = args.map((arg) => JSON.stringify(arg)).join(', ');
    const answer: unknown = runInNewContext(`${script}; JSON.stringify([page.${name}(${given})])`);
    const parsed: unknown = JSON.parse(String(answer));
    return Array.isArray(parsed) ? (parsed as unknown[])[0] : undefined;
  };
};
