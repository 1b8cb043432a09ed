import eslint from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** `.dependency-cruiser.cjs` checks which module may import which. It reads import declarations only; these would escape it. */
const UNSEEN_IMPORTS = [
  { selector: 'ImportExpression', message: 'Import at the top of the file, where the rules on imports see it.' },
  {
    selector: 'ImportSpecifier[imported.name="createRequire"]',
    message: 'Import at the top of the file instead of creating a require function.',
  },
];

const READ_IN_ENV = 'Read the environment only in env.ts or in bin/.';

/** Other ways to reach `process.env`. */
const UNSEEN_PROCESS = [
  { selector: 'ImportDeclaration[source.value=/^(node:)?process$/]', message: READ_IN_ENV },
  { selector: 'MemberExpression[object.name=/^global(This)?$/][property.name="process"]', message: READ_IN_ENV },
  { selector: 'MemberExpression[object.name=/^global(This)?$/][property.value="process"]', message: READ_IN_ENV },
  { selector: 'VariableDeclarator[init.name=/^global(This)?$/]', message: READ_IN_ENV },
  { selector: 'VariableDeclarator[id.type="Identifier"][init.name="process"]', message: READ_IN_ENV },
];

/** A physical name that is spelled out instead of taken from domain/names.ts. */
const SPELLED_OUT_NAMES = [
  {
    selector: 'TemplateElement[value.raw=/playhead[-_]$/]',
    message: 'Use resourceName() or databaseName() of domain/names.ts.',
  },
];

/** Constructs that lib/foundation wraps: a store must declare what it keeps about viewers, an alarm what it means. */
const WRAPPED_CONSTRUCTS = [
  {
    selector:
      'NewExpression[callee.name=/^(Bucket|TableV2|Queue|Alarm|CompositeAlarm|LogGroup|Key|Schedule|LambdaFunction)$/]',
    message: 'Use the construct of lib/foundation that wraps this one.',
  },
];

const FIXED_SLEEP = 'Wait for a condition with until(), or use a virtual clock: a fixed sleep depends on luck.';

/** Ways of testing that depend on the speed of the machine, or that give a test a second form. */
const UNRELIABLE_TESTS = [
  {
    selector:
      'AwaitExpression > CallExpression[callee.name=/^(delay|sleep|wait|setTimeout)$/][arguments.0.type="Literal"]',
    message: FIXED_SLEEP,
  },
  {
    selector:
      'NewExpression[callee.name="Promise"] CallExpression[callee.name="setTimeout"][arguments.1.type="Literal"]',
    message: FIXED_SLEEP,
  },
  { selector: 'CallExpression[callee.name="test"]', message: 'Write it(), not test().' },
  { selector: 'CallExpression[callee.object.name="test"][callee.property.name="each"]', message: 'Write it.each().' },
];

const TESTS = ['test/**/*.ts', 'packages/*/test/**/*.ts'];

export default defineConfig(
  { ignores: ['**/node_modules', 'cdk.out', '.playhead', '**/*.js', '**/*.mjs', '**/*.cjs'] },
  eslint.configs.recommended,
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'max-lines': ['error', { max: 250 }],
      'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
      complexity: ['error', 14],
      'no-console': 'error',
      'no-param-reassign': 'error',
      eqeqeq: 'error',
      'no-restricted-properties': ['error', { object: 'process', property: 'env', message: READ_IN_ENV }],
      'no-restricted-syntax': ['error', ...UNSEEN_IMPORTS, ...UNSEEN_PROCESS, ...SPELLED_OUT_NAMES],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  {
    files: ['domain/**/*.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'The domain has no environment.' },
        { object: 'Date', property: 'now', message: 'The domain has no clock: pass the time in.' },
        { object: 'Math', property: 'random', message: 'The domain has no randomness: pass a generator in.' },
      ],
      'no-restricted-globals': [
        'error',
        ...['performance', 'fetch', 'process', 'setTimeout', 'setInterval', 'setImmediate'],
      ],
      'no-restricted-syntax': [
        'error',
        ...UNSEEN_IMPORTS,
        ...UNSEEN_PROCESS,
        {
          selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
          message: 'The domain has no clock: pass the time in.',
        },
      ],
    },
  },
  {
    files: ['lib/**/*.ts'],
    ignores: ['lib/foundation/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...UNSEEN_IMPORTS,
        ...UNSEEN_PROCESS,
        ...SPELLED_OUT_NAMES,
        ...WRAPPED_CONSTRUCTS,
      ],
    },
  },
  {
    files: ['**/env.ts', 'bin/**/*.ts'],
    rules: { 'no-restricted-properties': 'off', 'no-restricted-syntax': ['error', ...UNSEEN_IMPORTS] },
  },
  { files: ['bin/**/*.ts'], rules: { 'no-restricted-syntax': 'off' } },
  { files: ['bin/**/*.ts', 'tools/bench/**/*.ts'], rules: { 'no-console': 'off' } },
  {
    files: ['tools/console/page/**/*.ts', 'tools/subsystems/*/*-panel.ts'], // they run in the browser
    languageOptions: { parserOptions: { projectService: false, project: 'tools/console/page/tsconfig.json' } },
  },
  {
    files: TESTS,
    rules: {
      'max-lines-per-function': 'off',
      'max-lines': ['error', { max: 350 }],
      'no-restricted-syntax': ['error', ...UNRELIABLE_TESTS],
    },
  },
);
