import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(__dirname, '..');

/** Lints each text as if it stood in the file; without the rules that need types, which take a while to load. */
const SCRIPT = `
import { readFileSync } from 'node:fs';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
const eslint = new ESLint({ overrideConfig: tseslint.configs.disableTypeChecked });
const told = [];
for (const { file, code } of JSON.parse(readFileSync(0, 'utf8'))) {
  const [result] = await eslint.lintText(code, { filePath: file });
  told.push(result.messages.map(({ ruleId }) => ruleId));
}
console.log(JSON.stringify(told));
`;

const lint = (cases: readonly { readonly file: string; readonly code: string }[]): readonly (readonly string[])[] => {
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', SCRIPT], {
    cwd: ROOT,
    input: JSON.stringify(cases),
    encoding: 'utf8',
  });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as string[][];
};

jest.setTimeout(60_000);

const SYNTAX = 'no-restricted-syntax';
const IN_A_STEP = 'lambdas/ingest/collect/collect.ts';
const EVASIONS: readonly (readonly [string, string, string])[] = [
  ['process.env', IN_A_STEP, 'export const a = process.env;'],
  ['its name in brackets', IN_A_STEP, "export const a = process['env'];"],
  ['node:process', IN_A_STEP, "import { env } from 'node:process';\nexport const a = env;"],
  ['process as a module', IN_A_STEP, "import own from 'process';\nexport const a = own;"],
  ['globalThis', IN_A_STEP, 'export const a = globalThis.process;'],
  ['globalThis in brackets', IN_A_STEP, "export const a = globalThis['process'];"],
  ['a part of globalThis', IN_A_STEP, 'const { process: own } = globalThis;\nexport const a = own;'],
  ['another name of process', IN_A_STEP, 'const own = process;\nexport const a = own;'],
  [
    'an import of another layer',
    'domain/lake/dates.ts',
    "export { Cloud } from '../../packages/embedded-cloud/src/cloud';",
  ],
  [
    'an import in passing',
    'domain/lake/dates.ts',
    "export const a = () => import('../../packages/embedded-cloud/src/cloud');",
  ],
  [
    'an import in passing by env.ts',
    'lambdas/ingest/collect/env.ts',
    "export const a = () => import('../../lib/config');",
  ],
  ['a clock in the domain', 'domain/lake/dates.ts', 'export const a = new Date();'],
  ['a timer in the domain', 'domain/lake/dates.ts', 'setTimeout(() => undefined, 1);'],
  [
    'a require of its own',
    'domain/lake/dates.ts',
    "import { createRequire } from 'node:module';\nexport const a = createRequire('/');",
  ],
];
const ALLOWED: readonly (readonly [string, string, string])[] = [
  ['the environment in env.ts', 'lambdas/ingest/collect/env.ts', 'export const a = process.env;'],
  ['an import in passing in bin/', 'bin/query.ts', "export const a = () => import('../lib/stages');"],
  ['an import within its layer', 'domain/lake/dates.ts', "export { CONTENT } from './tables';"],
];

const RULES = [SYNTAX, 'no-restricted-properties', 'no-restricted-globals', '@typescript-eslint/no-restricted-imports'];
const breaches = (cases: typeof EVASIONS) =>
  lint(cases.map(([, file, code]) => ({ file, code }))).map((rules, index) => [
    cases[index]?.[0],
    rules.some((rule) => RULES.includes(rule)),
  ]);

it('no way around the layers, or to the environment, is left open', () => {
  expect(breaches(EVASIONS)).toEqual(EVASIONS.map(([name]) => [name, true]));
});

it('what the layers allow is no breach', () => {
  expect(breaches(ALLOWED)).toEqual(ALLOWED.map(([name]) => [name, false]));
});
