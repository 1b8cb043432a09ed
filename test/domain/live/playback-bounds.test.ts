import { decodeBounds, encodeBounds } from '../../../domain/live/bounds-codec';
import type { InstantPresence } from '../../../domain/live/instant-presence';
import { PlaybackBounds } from '../../../domain/live/playback-bounds';
import { encodePresence } from '../../../domain/live/presence-codec';
import { hash64 } from '../../../domain/ingest';
import { DEVICE_TYPES } from '../../../domain/families/viewing';
import type { Bounds } from '../../../domain/playback';
import { NOW } from '../../support/events';
import { noBounds, presenceAt } from '../../support/presence';

const WEB = DEVICE_TYPES.indexOf('web') * 2;
const of = (session: string, bounds: Bounds) => ({ session: hash64(session), bounds });
const watching = (contentId: string, session = 's'): Buffer =>
  encodePresence(new Map([[contentId, new Map([[session, WEB]])]]))[0] ?? Buffer.alloc(0);
const counts = ({ all, byTitle }: InstantPresence): object => ({ ...all, byTitle: Object.fromEntries(byTitle) });

describe('A session at an instant', () => {
  let bounds: PlaybackBounds;
  beforeEach(() => {
    bounds = noBounds();
  });
  const presence = (instant: number, ...payloads: readonly Buffer[]): InstantPresence => {
    const found = presenceAt(instant, bounds);
    for (const payload of payloads) found.add(payload);
    return found;
  };

  it('does not count from the end of its playback on', () => {
    bounds.add('t', hash64('s'), { endedAt: NOW });
    expect(presence(NOW - 1, watching('t')).all.streams).toBe(1);
    expect(presence(NOW, watching('t')).all.streams).toBe(0);
  });

  it('does not count before its playback was requested', () => {
    bounds.add('t', hash64('s'), { requestedAt: NOW });
    expect(presence(NOW - 1, watching('t')).all.streams).toBe(0);
    expect(presence(NOW, watching('t')).all.streams).toBe(1);
  });

  it('is taken out of the count when its end arrives later, and each change is a new revision', () => {
    const found = presence(NOW, watching('t'), watching('u', 'other'));
    const before = found.changes;
    bounds.add('t', hash64('s'), { endedAt: NOW - 1 });
    found.rebound('t', hash64('s'));
    expect(counts(found)).toEqual({ streams: 1, rebuffering: 0, byTitle: { u: 1 } });
    expect(found.changes).toBeGreaterThan(before);
  });

  it('counts under the title whose playback has not ended', () => {
    bounds.add('t', hash64('s'), { endedAt: NOW });
    expect(counts(presence(NOW, watching('t'), watching('u')))).toMatchObject({ streams: 1, byTitle: { u: 1 } });
    expect(counts(presence(NOW, watching('u'), watching('t')))).toMatchObject({ streams: 1, byTitle: { u: 1 } });
  });
});

describe('PlaybackBounds', () => {
  it('keeps the earliest request and the earliest end, and says whether they changed', () => {
    const bounds = noBounds();
    expect(bounds.add('t', hash64('s'), { endedAt: NOW })).toBe(true);
    expect(bounds.add('t', hash64('s'), { endedAt: NOW + 60_000 })).toBe(false);
    expect(bounds.add('t', hash64('s'), { endedAt: NOW - 60_000 })).toBe(true);
    expect(bounds.admits('t', hash64('s'), NOW - 60_000)).toBe(false);
    expect(bounds.admits('u', hash64('s'), NOW)).toBe(true);
  });

  it('forgets an end that no player contradicts, and remembers one that a player contradicts', () => {
    const bounds = new PlaybackBounds(1_000);
    bounds.advance(NOW);
    bounds.add('t', hash64('quiet'), { endedAt: NOW });
    bounds.add('t', hash64('zombie'), { endedAt: NOW });
    for (let period = 1; period <= 5; period++) {
      bounds.advance(NOW + period * 1_000);
      expect(bounds.admits('t', hash64('zombie'), NOW + period * 1_000)).toBe(false);
    }
    expect(bounds.admits('t', hash64('quiet'), NOW + 5_000)).toBe(true);
  });
});

describe('The payload of bounds', () => {
  it('decodes to the bounds of each playback', () => {
    const contents = new Map([
      ['Tïtle', new Map([['a', of('a', { requestedAt: NOW })]])],
      [
        '作品',
        new Map([
          ['b', of('b', { endedAt: NOW + 1 })],
          ['c', of('c', { requestedAt: NOW, endedAt: NOW + 2 })],
        ]),
      ],
    ]);
    expect(encodeBounds(contents).flatMap(decodeBounds)).toEqual([
      { contentId: 'Tïtle', session: hash64('a'), bounds: { requestedAt: NOW } },
      { contentId: '作品', session: hash64('b'), bounds: { endedAt: NOW + 1 } },
      { contentId: '作品', session: hash64('c'), bounds: { requestedAt: NOW, endedAt: NOW + 2 } },
    ]);
  });

  it('is divided before it is too large for an item', () => {
    const sessions = new Map(Array.from({ length: 20_000 }, (_, n) => [`s${n}`, of(`s${n}`, { endedAt: n })] as const));
    const payloads = encodeBounds(new Map([['title', sessions]]));
    expect(payloads.length).toBeGreaterThan(1);
    expect(Math.max(...payloads.map(({ length }) => length))).toBeLessThanOrEqual(300_000);
    expect(payloads.flatMap(decodeBounds)).toHaveLength(20_000);
  });

  it('is refused in another format', () => {
    expect(() => decodeBounds(Buffer.of(9))).toThrow('has format 9');
  });
});
