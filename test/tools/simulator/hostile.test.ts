import { changed, type Disguise, misreported } from '../../../tools/simulator/hostile';
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

describe('misreported', () => {
  it('claims more time than has passed, but not so much that the claim reaches closed instants', () => {
    const lies = { random: new Random('lies'), disguises: [] };
    const step = {
      offsetMs: 0,
      fields: { event: 'heartbeat', sequence: 1, state: 'playing', interval_ms: 10_000 },
    } as const;
    const claims = Array.from({ length: 400 }, () => misreported(lies, step).fields.interval_ms ?? NaN);
    expect(claims.filter((ms) => ms > 10_000).length).toBeGreaterThan(40);
    expect(Math.min(...claims)).toBe(10_000);
    expect(Math.max(...claims)).toBeLessThanOrEqual(45_000);
  });
});
