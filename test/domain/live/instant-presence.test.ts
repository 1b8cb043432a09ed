import fc from 'fast-check';
import { DEVICE_TYPES } from '../../../domain/families/viewing';
import { InstantPresence } from '../../../domain/live/instant-presence';
import { encodePresence } from '../../../domain/live/presence-codec';

type Told = readonly [contentId: string, sessionId: string, attributes: number];

const WEB = DEVICE_TYPES.indexOf('web') * 2;
const payloadOf = ([contentId, sessionId, attributes]: Told): Buffer =>
  encodePresence(new Map([[contentId, new Map([[sessionId, attributes]])]]))[0] ?? Buffer.alloc(0);
const unite = (...told: readonly Told[]): InstantPresence => {
  const presence = new InstantPresence();
  for (const one of told) presence.add(payloadOf(one));
  return presence;
};
const countsOf = ({ all, byDevice, byTitle }: InstantPresence): object => ({ all, byDevice, byTitle });

/** Sessions that keep to one title and device, and some that don't. */
const reports = fc.array(
  fc.tuple(fc.constantFrom('t1', 't2', 't3'), fc.constantFrom('s1', 's2', 's3', 's4'), fc.nat(11)),
  { maxLength: 12 },
);

it('counts a session under its title and its device', () => {
  const { all, byDevice, byTitle } = unite(['t1', 's1', WEB], ['t1', 's2', WEB + 1]);
  expect(all).toEqual({ streams: 2, rebuffering: 1 });
  expect(byDevice.web).toEqual({ streams: 2, rebuffering: 1 });
  expect([...byTitle]).toEqual([['t1', 2]]);
});

it('counts a session that is told of twice once, as rebuffering where one of the two says so', () => {
  const { all } = unite(['t1', 's1', WEB], ['t1', 's1', WEB + 1], ['t1', 's1', WEB]);
  expect(all).toEqual({ streams: 1, rebuffering: 1 });
});

it('forgets a title that nobody is found to watch after all', () => {
  expect([...unite(['t2', 's1', WEB], ['t1', 's1', WEB]).byTitle]).toEqual([['t1', 1]]);
});

it('comes to the same counts in any order and however often it is told', () => {
  const shuffled = reports.chain((told) =>
    fc.tuple(fc.constant(told), fc.shuffledSubarray([...told, ...told], { minLength: told.length * 2 })),
  );
  fc.assert(
    fc.property(shuffled, ([told, again]) => expect(countsOf(unite(...again))).toEqual(countsOf(unite(...told)))),
  );
});

it('titles and devices always sum to the total', () => {
  fc.assert(
    fc.property(reports, (told) => {
      const { all, byDevice, byTitle } = unite(...told);
      const sum = (counts: Iterable<number>): number => [...counts].reduce((total, count) => total + count, 0);
      expect(all.streams).toBe(new Set(told.map(([, sessionId]) => sessionId)).size);
      expect(sum(byTitle.values())).toBe(all.streams);
      expect(sum(Object.values(byDevice).map(({ streams }) => streams))).toBe(all.streams);
      expect(sum(Object.values(byDevice).map(({ rebuffering }) => rebuffering))).toBe(all.rebuffering);
    }),
  );
});
