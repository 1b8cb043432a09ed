import { changed, type Disguise } from '../../../tools/simulator/hostile';
import { Random } from '../../../tools/simulator/random';

describe('changed', () => {
  it('keeps a disguise for some events, and takes each of the others in turn', () => {
    const own = {};
    const disguises: readonly Disguise[] = [own, { viewer_id: 'b' }, { consent: 'denied' }];
    const lies = { random: new Random('lies'), disguises };
    const worn: Disguise[] = [own];
    for (let event = 0; event < 400; event += 1) worn.push(changed(lies, worn.at(-1) ?? own));
    expect(new Set(worn)).toEqual(new Set(disguises));
    const changes = worn.filter((one, at) => at > 0 && one !== worn[at - 1]).length;
    expect(changes).toBeGreaterThan(10);
    expect(changes).toBeLessThan(60);
  });
});
