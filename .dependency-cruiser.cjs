/*
 * Which module may import which: docs/architecture.md, "Layers". `npm run lint` runs it. Imports of types count like others.
 */

const CODE = '^(bin|lib|lambdas|domain|packages|tools|test)/';
/** Layers whose folders are subsystems; foundation and stages are libraries within lib and lambdas. */
const SUBSYSTEM = '^(lib|lambdas|domain)/([^/]+)/';
const LIBRARY = '(foundation|stages|families)';

/** Files of a layer may import from these places and from no other folder of the project. */
const layer = (name, from, allowed, comment) => ({
  name: `layer-${name}`,
  severity: 'error',
  comment,
  from: { path: from },
  to: { path: CODE, pathNot: allowed },
});

/** Files of a layer must not import these packages. */
const withoutPackages = (name, from, packages, comment) => ({
  name: `packages-of-${name}`,
  severity: 'error',
  comment,
  from: { path: from },
  to: { path: packages },
});

const CDK = '^node_modules/(aws-cdk-lib|constructs|cdk-nag)/';
const AWS_SDK = '^node_modules/(@aws-sdk|@smithy)/';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycle',
      severity: 'error',
      comment: 'Two modules that need each other are one idea, or have a third one in common.',
      from: { path: CODE },
      to: { circular: true },
    },
    {
      name: 'face-only',
      severity: 'error',
      comment: 'Import another subsystem through its face, the index.ts of its folder.',
      from: { path: SUBSYSTEM, pathNot: '^lib/stages/' },
      to: {
        path: '^(lib|lambdas|domain)/[^/]+/.+',
        pathNot: [
          `^(lib|lambdas|domain)/$2/`,
          `^(lib|lambdas|domain)/${LIBRARY}/`,
          '^(lib|lambdas|domain)/[^/]+/index\\.ts$',
        ],
      },
    },
    {
      name: 'stages-import-slices',
      severity: 'error',
      comment: 'The configuration of a stage is made of slices: lib/<subsystem>/config.ts.',
      from: { path: '^lib/stages/' },
      to: { path: '^lib/[^/]+/', pathNot: ['^lib/stages/', '^lib/[^/]+/config\\.ts$', '^lib/foundation/'] },
    },
    {
      name: 'face-of-a-family',
      severity: 'error',
      comment: 'Import an event family through its face, the index.ts of its folder.',
      from: { path: CODE, pathNot: ['^domain/families/', '^test/'] },
      to: { path: '^domain/families/[^/]+/.+', pathNot: '^domain/families/[^/]+/index\\.ts$' },
    },
    {
      name: 'face-only-from-outside',
      severity: 'error',
      comment: 'Tools and entry points import a subsystem through its face, the index.ts of its folder.',
      from: { path: '^(tools|bin)/', pathNot: '^tools/bench/' }, // benchmarks measure the insides
      to: {
        path: '^(lib|lambdas|domain)/[^/]+/.+',
        pathNot: [`^(lib|lambdas|domain)/${LIBRARY}/`, '^(lib|lambdas|domain)/[^/]+/index\\.ts$'],
      },
    },
    layer('domain', '^domain/', ['^domain/'], 'The domain is pure: it imports nothing of the project.'),
    layer(
      'packages',
      '^packages/([^/]+)/',
      ['^packages/$1/'],
      'A package stands alone: it imports nothing of the project.',
    ),
    layer(
      'lambdas',
      '^lambdas/',
      ['^(lambdas|domain)/', '^packages/[^/]+/src/'],
      'Functions import the domain and packages.',
    ),
    layer(
      'lib',
      '^lib/',
      ['^(lib|domain)/', '^lambdas/.*/env\\.ts$'],
      'Stacks import names of the domain and the Env types of functions.',
    ),
    layer(
      'tools',
      '^tools/',
      ['^(tools|lambdas|domain)/', '^packages/[^/]+/src/', '^lib/stages/', '^test/support/'],
      'Tools import everything but the insides of lib.',
    ),
    layer('bin', '^bin/', ['^(bin|lib|tools)/', '^packages/[^/]+/src/'], 'Entry points import lib and tools.'),
    withoutPackages('domain', '^domain/', `${AWS_SDK}|${CDK}`, 'The domain knows no AWS.'),
    withoutPackages('code-without-cdk', '^(lambdas|tools|packages/[^/]+/src)/', CDK, 'Only lib and bin know CDK.'),
    {
      name: 'domain-without-io',
      severity: 'error',
      comment: 'The domain is pure: no files, no network, no timers.',
      from: { path: '^domain/' },
      to: { dependencyTypes: ['core'], path: '^(fs|http|https|net|os|timers|child_process|worker_threads)(/|$)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(cdk\\.out|\\.playhead|fixtures)/' },
    includeOnly: { path: `${CODE}|^node_modules/` },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
      extensions: ['.ts', '.js', '.json'],
    },
  },
};
