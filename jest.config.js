process.env.CDK_VALIDATION = 'false'; // CDK's own rules, most of the time of a synthesis: `npm run synth` holds the templates to them

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test', '<rootDir>/packages'],
  testMatch: ['**/*.test.ts'],
  transform: { '^.+\\.[jt]s$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }] },
  maxWorkers: 3, // the longest tests wait for clocks, so three workers keep two cores busy
  transformIgnorePatterns: ['/node_modules/(?!hyparquet/)'], // ES modules only
  testTimeout: 300_000, // ends a test that hangs; no test depends on the speed of the machine
  setupFiles: ['<rootDir>/test/support/quiet-sdk.ts'],
};
