import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as subsystems from '../../lib/subsystems';

const ROOT = join(__dirname, '../..');
const folders = (layer: string): readonly string[] =>
  readdirSync(join(ROOT, layer), { withFileTypes: true }).flatMap((one) => (one.isDirectory() ? [one.name] : []));

/** Operations is created after the others, in app.ts. */
const names = [...Object.values(subsystems).map(({ name }) => name), 'operations'];

it('every folder of lib with a stack is a registered subsystem', () => {
  const withStack = folders('lib').filter((name) => existsSync(join(ROOT, 'lib', name, `${name}-stack.ts`)));
  expect(withStack.sort()).toEqual([...names].sort());
});

it.each(['lambdas', 'tools/subsystems', 'test/lib', 'test/lambdas'])(
  'every folder of %s is named after a subsystem',
  (layer) => {
    const libraries = ['foundation', '__snapshots__'];
    const unknown = folders(layer).filter((name) => !names.includes(name) && !libraries.includes(name));
    expect(unknown).toEqual([]);
  },
);

it.each(['domain', 'lib'])('every subsystem in %s has an index.ts', (layer) => {
  const withoutIndex = folders(layer).filter(
    (name) => names.includes(name) && !existsSync(join(ROOT, layer, name, 'index.ts')),
  );
  expect(withoutIndex).toEqual([]);
});
