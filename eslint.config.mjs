import eslint from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const folders = ['bin', 'lib', 'lambdas', 'domain', 'packages', 'tools', 'test'];

/** A layer may import from itself and from what is named here: see docs/architecture.md, "Layers". */
const layer = (files, allowed, { packages = [], exceptions = [], typesOnly = [] } = {}) => {
  const denied = folders.filter((folder) => !allowed.includes(folder));
  return {
    files,
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            ...denied.map((folder) => ({
              regex: `^(\\.\\./)+${folder}/${exceptions.length ? `(?!${exceptions.join('|')})` : ''}`,
              message: `${files[0]} must not import from ${folder}/.`,
            })),
            ...typesOnly.map((regex) => ({ regex, allowTypeImports: true, message: 'Types only from here.' })),
            ...packages.map((regex) => ({ regex, message: `${files[0]} must not import this package.` })),
          ],
        },
      ],
    },
  };
};

/** Import rules look at declarations alone, and a module that makes its own `require` reads anything. */
const UNSEEN_IMPORTS = [
  { selector: 'ImportExpression', message: 'Import at the top: that is where layers are checked.' },
  {
    selector: 'ImportSpecifier[imported.name="createRequire"]',
    message: 'Import at the top, not by a require of its own.',
  },
];

const READ_IN_ENV = 'Read the environment in env.ts or in bin/ only.';

/** Other names of `process`, by which its environment would be read unseen. */
const UNSEEN_PROCESS = [
  { selector: 'ImportDeclaration[source.value=/^(node:)?process$/]', message: READ_IN_ENV },
  { selector: 'MemberExpression[object.name=/^global(This)?$/][property.name="process"]', message: READ_IN_ENV },
  { selector: 'MemberExpression[object.name=/^global(This)?$/][property.value="process"]', message: READ_IN_ENV },
  { selector: 'VariableDeclarator[init.name=/^global(This)?$/]', message: READ_IN_ENV },
  { selector: 'VariableDeclarator[id.type="Identifier"][init.name="process"]', message: READ_IN_ENV },
];

export default defineConfig(
  { ignores: ['node_modules', 'cdk.out', '.playhead', '**/*.js', '**/*.mjs'] },
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
      'no-restricted-syntax': ['error', ...UNSEEN_IMPORTS, ...UNSEEN_PROCESS],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  layer(['domain/**/*.ts'], ['domain'], {
    packages: [
      '^@aws-sdk/',
      '^@smithy/',
      '^aws-cdk-lib',
      '^constructs$',
      '^(node:)?(fs|http|https|net|os|timers|child_process|worker_threads)(/|$)',
    ],
  }),
  layer(['packages/*/src/**/*.ts'], ['packages'], { packages: ['^aws-cdk-lib', '^constructs$'] }),
  layer(['lambdas/**/*.ts'], ['lambdas', 'domain', 'packages'], { packages: ['^aws-cdk-lib', '^constructs$'] }),
  layer(['lib/**/*.ts'], ['lib', 'domain', 'lambdas'], {
    packages: ['(^|/)lambdas/(?!.*/env$)'],
    typesOnly: [
      '(^|/)lambdas/.*/env$',
      '(^|/)domain/(?!(families/)?[^/]+$|[^/]+/metrics$|lake/tables$|ledger/account$|warehouse/window$|experiments/views$)',
    ], // names are shared as they are
  }),
  layer(['tools/**/*.ts'], ['tools', 'lambdas', 'domain', 'packages', 'test'], {
    packages: ['^aws-cdk-lib', '^constructs$'],
  }),
  layer(['bin/**/*.ts'], ['bin', 'lib', 'tools', 'packages']),
  {
    files: ['domain/**/*.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'The domain has no environment.' },
        { object: 'Date', property: 'now', message: 'The domain has no clock: pass the time in.' },
        { object: 'Math', property: 'random', message: 'The domain has no chance: pass a generator in.' },
      ],
      'no-restricted-globals': [
        'error',
        'performance',
        'fetch',
        'process',
        'setTimeout',
        'setInterval',
        'setImmediate',
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
    files: ['**/env.ts', 'bin/**/*.ts'],
    rules: { 'no-restricted-properties': 'off', 'no-restricted-syntax': ['error', ...UNSEEN_IMPORTS] },
  },
  { files: ['bin/**/*.ts', 'test/**/*.ts', 'packages/*/test/**/*.ts'], rules: { 'no-restricted-syntax': 'off' } },
  { files: ['bin/**/*.ts', 'tools/bench/**/*.ts'], rules: { 'no-console': 'off' } },
  {
    files: ['test/**/*.ts', 'packages/*/test/**/*.ts'],
    rules: { 'max-lines-per-function': 'off', 'max-lines': ['error', { max: 350 }] },
  },
);
