import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { registered } from '../../../tools/subsystems/registered';

const FOLDER = join(__dirname, '../../../tools/subsystems');

describe('registered', () => {
  const found = registered('smoke').map(({ subsystem }) => subsystem);

  it('finds the file of every subsystem that has one of the kind', () => {
    const withSmoke = readdirSync(FOLDER).filter((name) => existsSync(join(FOLDER, name, 'smoke.ts')));
    expect(found.toSorted()).toEqual(withSmoke.toSorted());
  });

  it('sorts the subsystems in the order in which events reach them', () => {
    expect(found.indexOf('ingest')).toBe(0);
    expect(found.indexOf('lake')).toBeLessThan(found.indexOf('warehouse'));
  });
});
