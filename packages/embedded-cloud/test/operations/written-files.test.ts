import { readFileSync } from 'node:fs';
import { writtenFiles } from '../../scripts/written-files';

it('keeps the page of the operations, and the paths of the REST APIs, up to date; if they are not, run npm run docs', async () => {
  const files = await writtenFiles();
  expect(files.size).toBe(4);
  for (const [file, text] of files) expect([file, readFileSync(file, 'utf8')]).toEqual([file, text]);
});
