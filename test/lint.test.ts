import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const ROOT = join(__dirname, '..');

describe('eslint', () => {
  /** Lints each text as the content of a file; without the rules that need types, because they load slowly. */
  const SCRIPT = `
import { readFileSync } from 'node:fs';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
const eslint = new ESLint({ overrideConfig: tseslint.configs.disableTypeChecked });
const found = [];
for (const { file, code } of JSON.parse(readFileSync(0, 'utf8'))) {
  const [result] = await eslint.lintText(code, { filePath: file });
  found.push(result.messages.map(({ ruleId }) => ruleId));
}
console.log(JSON.stringify(found));
`;
  const lint = (cases: readonly { readonly file: string; readonly code: string }[]): readonly string[][] => {
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', SCRIPT], {
      cwd: ROOT,
      input: JSON.stringify(cases),
      encoding: 'utf8',
    });
    if (stdout === '') throw new Error(stderr);
    return JSON.parse(stdout) as string[][];
  };

  type Case = readonly [name: string, file: string, code: string];
  const STEP = 'lambdas/ingest/collect/collect.ts';
  const DOMAIN = 'domain/lake/dates.ts';
  const TEST = 'test/lint.test.ts';
  const REFUSED: readonly Case[] = [
    ['process.env', STEP, 'export const a = process.env;'],
    ['process.env in brackets', STEP, "export const a = process['env'];"],
    ['node:process', STEP, "import { env } from 'node:process';\nexport const a = env;"],
    ['process as a module', STEP, "import own from 'process';\nexport const a = own;"],
    ['globalThis.process', STEP, 'export const a = globalThis.process;'],
    ['globalThis in brackets', STEP, "export const a = globalThis['process'];"],
    ['process destructured from globalThis', STEP, 'const { process: own } = globalThis;\nexport const a = own;'],
    ['another name for process', STEP, 'const own = process;\nexport const a = own;'],
    ['a dynamic import', DOMAIN, "export const a = () => import('./tables');"],
    ['a dynamic import in env.ts', 'lambdas/ingest/collect/env.ts', "export const a = () => import('../../lib/app');"],
    [
      'a require function',
      DOMAIN,
      "import { createRequire } from 'node:module';\nexport const a = createRequire('/');",
    ],
    ['a clock in the domain', DOMAIN, 'export const a = new Date();'],
    ['a timer in the domain', DOMAIN, 'setTimeout(() => undefined, 1);'],
    ['a spelled-out physical name', STEP, 'export const a = (stage: string) => `playhead-${stage}-presence`;'],
    ['a bucket without viewer data', 'lib/live/live-stack.ts', "new Bucket(scope, 'Bucket');"],
    ['an alarm without a meaning', 'lib/live/live-stack.ts', "new Alarm(scope, 'Alarm', props);"],
    ['a fixed sleep in a test', TEST, "it('waits', async () => {\n  await delay(30);\n  expect(done).toBe(true);\n});"],
    ['test() in a test', TEST, "test('has another form', () => undefined);"],
  ];
  const ACCEPTED: readonly Case[] = [
    ['the environment in env.ts', 'lambdas/ingest/collect/env.ts', 'export const a = process.env;'],
    ['a dynamic import in bin/', 'bin/query.ts', "export const a = () => import('../lib/stages');"],
    ['a bucket in lib/foundation', 'lib/foundation/private-bucket.ts', "new Bucket(scope, 'Bucket');"],
    ['waiting for a condition in a test', TEST, "it('waits', async () => {\n  await until(() => done);\n});"],
  ];
  const RULES = ['no-restricted-syntax', 'no-restricted-properties', 'no-restricted-globals'];
  const refusals = (cases: readonly Case[]) =>
    lint(cases.map(([, file, code]) => ({ file, code }))).map((rules, index) => [
      cases[index]?.[0],
      rules.some((rule) => RULES.includes(rule)),
    ]);

  it('refuses every way around the rules on imports, environment, names, stores and tests', () => {
    expect(refusals(REFUSED)).toEqual(REFUSED.map(([name]) => [name, true]));
  });

  it('accepts what the rules allow', () => {
    expect(refusals(ACCEPTED)).toEqual(ACCEPTED.map(([name]) => [name, false]));
  });
});

describe('dependency-cruiser', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rules-'));
    for (const file of ['.dependency-cruiser.cjs', 'tsconfig.json']) cpSync(join(ROOT, file), join(folder, file));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** The rules that a project of these files breaks, with the broken import. */
  const violations = (files: Readonly<Record<string, string>>): readonly string[] => {
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
    const cruiser = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
    const layers = [...new Set(Object.keys(files).map((file) => file.split('/')[0] ?? ''))];
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [cruiser, '--config', '.dependency-cruiser.cjs', '--no-cache', '--output-type', 'json', ...layers],
      { cwd: folder, encoding: 'utf8' },
    );
    if (stdout === '') throw new Error(stderr);
    const { summary } = JSON.parse(stdout) as {
      summary: { violations: readonly { rule: { name: string }; from: string; to: string }[] };
    };
    return summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
  };
  const A = 'export const a = 1;\n';

  it('refuses an import past the face of another subsystem, in the same layer and in another one', () => {
    const found = violations({
      'domain/live/index.ts': "export { a } from './presence';\n",
      'domain/live/presence.ts': A,
      'domain/lake/past.ts': "export { a } from '../live/presence';\n",
      'domain/lake/by-face.ts': "export { a } from '../live';\n",
      'lambdas/lake/curate/past.ts': "export { a } from '../../../domain/live/presence';\n",
      'lambdas/live/count/own.ts': "export { a } from '../../../domain/live/presence';\n",
    });
    expect(found).toEqual([
      'face-only: domain/lake/past.ts → domain/live/presence.ts',
      'face-only: lambdas/lake/curate/past.ts → domain/live/presence.ts',
    ]);
  });

  it('refuses a cycle, also one of types', () => {
    const found = violations({
      'domain/live/one.ts': "import type { Two } from './two';\nexport type One = Two[];\n",
      'domain/live/two.ts': "import type { One } from './one';\nexport type Two = One[];\n",
    });
    expect(found).toContain('no-cycle: domain/live/one.ts → domain/live/two.ts');
  });

  it('refuses an import of the project in packages/embedded-cloud', () => {
    const found = violations({
      'domain/live/index.ts': A,
      'packages/embedded-cloud/src/cloud.ts': "export { a } from '../../../domain/live';\n",
    });
    expect(found).toEqual(['layer-packages: packages/embedded-cloud/src/cloud.ts → domain/live/index.ts']);
  });

  it('refuses an import of a higher layer', () => {
    const found = violations({
      'lib/live/index.ts': A,
      'domain/live/up.ts': "export { a } from '../../lib/live';\n",
      'lambdas/live/count/up.ts': "export { a } from '../../../lib/live';\n",
    });
    expect(found).toEqual([
      'layer-domain: domain/live/up.ts → lib/live/index.ts',
      'layer-lambdas: lambdas/live/count/up.ts → lib/live/index.ts',
    ]);
  });
});
