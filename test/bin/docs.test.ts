import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { generatedDocs } from '../../bin/generated-docs';

const documents = [...generatedDocs()].map(([file, text]) => ({ name: basename(file), file, text }));

it.each(documents)('docs/$name is up to date; if it is not, run npm run docs', ({ file, text }) => {
  expect(text).toBe(readFileSync(file, 'utf8'));
});
