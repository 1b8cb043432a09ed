#!/usr/bin/env node
require('tsx/cjs'); // loads the package's TypeScript
const { main } = require('../src/cli/main.ts');

void main(process.argv.slice(2)).then((exitCode) => process.exit(exitCode));
