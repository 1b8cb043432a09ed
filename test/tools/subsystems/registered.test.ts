import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { registered } from '../../../tools/subsystems/registered';

const FOLDER = join(__dirname, '../../../tools/subsystems');

describe('registered', () => {
  it('finds the file of every subsystem that has one of the kind', () => {
    const withSmoke = readdirSync(FOLDER).filter((name) => existsSync(join(FOLDER, name, 'smoke.ts')));
    expect(registered('smoke').map(({ subsystem }) => subsystem)).toEqual(withSmoke.toSorted());
  });
});
