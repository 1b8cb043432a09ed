import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { ConsolePanel } from './console-panel';

const PAGE = join(__dirname, 'page');

/** The script of the overview, which imports the registered panels. */
const OVERVIEW = 'console.js';
/** The scripts of the other pages. */
const PAGES = ['dashboards', 'runbook'];

interface Scripts {
  /** By file name. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly inputs: readonly string[];
  readonly builtAt: number;
}

/** The page's scripts. They are bundled from TypeScript at the first request, and again after a source has changed. */
export class PageScripts {
  private scripts: Promise<Scripts> | undefined;

  constructor(private readonly panels: readonly ConsolePanel[]) {}

  /** The script with a name; undefined if there is none. Rejects if a source does not compile. */
  async get(name: string): Promise<Uint8Array | undefined> {
    if (this.scripts && (await isOutdated(await this.scripts))) this.scripts = undefined;
    this.scripts ??= bundle(this.panels);
    this.scripts.catch(() => (this.scripts = undefined)); // the next request tries again
    return (await this.scripts).files.get(name);
  }
}

const isOutdated = async ({ inputs, builtAt }: Scripts): Promise<boolean> => {
  const changed = await Promise.all(inputs.map(async (file) => (await stat(file)).mtimeMs > builtAt));
  return changed.includes(true);
};

const bundle = async (panels: readonly ConsolePanel[]): Promise<Scripts> => {
  const builtAt = Date.now();
  const { outputFiles, metafile } = await build({
    stdin: { contents: overviewOf(panels), resolveDir: PAGE },
    entryPoints: PAGES.map((page) => join(PAGE, `${page}.ts`)),
    absWorkingDir: PAGE,
    outdir: PAGE, // for the names of the outputs only
    entryNames: '[name]',
    bundle: true,
    splitting: true, // pages share modules
    format: 'esm',
    target: 'es2023',
    logLevel: 'error',
    metafile: true,
    write: false,
  });
  const files = outputFiles.map(({ path, contents }) => [nameOf(path), contents] as const);
  const inputs = Object.keys(metafile.inputs).filter((input) => input !== '<stdin>');
  return { files: new Map(files), inputs: inputs.map((input) => join(PAGE, input)), builtAt };
};

const nameOf = (path: string): string => {
  const name = path.slice(PAGE.length + 1);
  return name === 'stdin.js' ? OVERVIEW : name;
};

/** The entry point of the overview: imports every panel, so that a new panel needs no line here. */
const overviewOf = (panels: readonly ConsolePanel[]): string =>
  [
    `import { showOverview } from './overview';`,
    ...panels.map(({ module }, at) => `import panel${at} from ${JSON.stringify(module)};`),
    `showOverview({ ${panels.map(({ name }, at) => `${JSON.stringify(name)}: panel${at}`).join(', ')} });`,
  ].join('\n');
