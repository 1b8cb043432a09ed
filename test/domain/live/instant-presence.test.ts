import fc from 'fast-check';
import { DEVICE_TYPES } from '../../../domain/families/viewing';
import type { InstantPresence } from '../../../domain/live/instant-presence';
import { encodePresence } from '../../../domain/live/presence-codec';
import { presenceAt } from '../../support/presence';

type Report = readonly [contentId: string, sessionId: string, attributes: number];

const WEB = DEVICE_TYPES.indexOf('web') * 2;
const payloadOf = ([contentId, sessionId, attributes]: Report): Buffer =>
  encodePresence(new Map([[contentId, new Map([[sessionId, attributes]])]]))[0] ?? Buffer.alloc(0);
const merge = (...sessions: readonly Report[]): InstantPresence => {
  const presence = presenceAt();
  for (const session of sessions) presence.add(payloadOf(session));
  return presence;
};
const countsOf = ({ all, byDevice, byTitle }: InstantPresence): object => ({ all, byDevice, byTitle });

/** Sessions that keep to one title and device, and some that don't. */
const reports = fc.array(
  fc.tuple(fc.constantFrom('t1', 't2', 't3'), fc.constantFrom('s1', 's2', 's3', 's4'), fc.nat(11)),
  { maxLength: 12 },
);

describe('InstantPresence', () => {
  it('counts a session under its title and its device', () => {
    const { all, byDevice, byTitle } = merge(['t1', 's1', WEB], ['t1', 's2', WEB + 1]);
    expect(all).toEqual({ streams: 2, rebuffering: 1 });
    expect(byDevice.web).toEqual({ streams: 2, rebuffering: 1 });
    expect([...byTitle]).toEqual([['t1', 2]]);
  });

  it('counts a session that is reported twice once, as playing if one report says so', () => {
    const { all } = merge(['t1', 's1', WEB + 1], ['t1', 's1', WEB], ['t1', 's1', WEB + 1]);
    expect(all).toEqual({ streams: 1, rebuffering: 0 });
  });

  it('drops a title that has no session left', () => {
    expect([...merge(['t2', 's1', WEB], ['t1', 's1', WEB]).byTitle]).toEqual([['t1', 1]]);
  });

  it('has the same counts for any order and any repetition of the reports', () => {
    const shuffled = reports.chain((once) =>
      fc.tuple(fc.constant(once), fc.shuffledSubarray([...once, ...once], { minLength: once.length * 2 })),
    );
    fc.assert(
      fc.property(shuffled, ([once, twice]) => expect(countsOf(merge(...twice))).toEqual(countsOf(merge(...once)))),
    );
  });

  it('has titles and devices that always sum to the total', () => {
    fc.assert(
      fc.property(reports, (sessions) => {
        const { all, byDevice, byTitle } = merge(...sessions);
        const sum = (counts: Iterable<number>): number => [...counts].reduce((total, count) => total + count, 0);
        expect(all.streams).toBe(new Set(sessions.map(([, sessionId]) => sessionId)).size);
        expect(sum(byTitle.values())).toBe(all.streams);
        expect(sum(Object.values(byDevice).map(({ streams }) => streams))).toBe(all.streams);
        expect(sum(Object.values(byDevice).map(({ rebuffering }) => rebuffering))).toBe(all.rebuffering);
      }),
    );
  });
});
