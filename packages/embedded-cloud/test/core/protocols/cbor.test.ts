import fc from 'fast-check';
import { decodeCbor, encodeCbor, Tagged } from '../../../src/core/protocols/cbor';

const fromHex = (hex: string): unknown => decodeCbor(Buffer.from(hex, 'hex'));
const toHex = (value: unknown): string => encodeCbor(value).toString('hex');

/** Examples of RFC 8949, appendix A, which have the same bytes in both directions. */
const BOTH_WAYS: readonly (readonly [string, unknown])[] = [
  ['00', 0],
  ['17', 23],
  ['1818', 24],
  ['1903e8', 1000],
  ['1a000f4240', 1_000_000],
  ['1b000000e8d4a51000', 1_000_000_000_000],
  ['20', -1],
  ['3903e7', -1000],
  ['fb3ff199999999999a', 1.1],
  ['fbc010666666666666', -4.1],
  ['f4', false],
  ['f5', true],
  ['f6', null],
  ['c1fb41d452d9ec200000', new Tagged(1, 1_363_896_240.5)],
  ['4401020304', Buffer.of(1, 2, 3, 4)],
  ['60', ''],
  ['62c3bc', 'ü'],
  ['64f0908591', '𐅑'],
  ['83010203', [1, 2, 3]],
  ['a26161016162820203', { a: 1, b: [2, 3] }],
];

/** Examples that an encoder writes in another way: half and single precision, and items of indefinite length. */
const DECODED: readonly (readonly [string, unknown])[] = [
  ['f93c00', 1],
  ['f97bff', 65_504],
  ['f90001', 5.960464477539063e-8],
  ['f9c400', -4],
  ['f97c00', Infinity],
  ['f97e00', NaN],
  ['fa47c35000', 100_000],
  ['f7', null],
  ['5f42010243030405ff', Buffer.of(1, 2, 3, 4, 5)],
  ['7f657374726561646d696e67ff', 'streaming'],
  ['9fff', []],
  ['9f018202039f0405ffff', [1, [2, 3], [4, 5]]],
  ['bf6346756ef563416d7421ff', { Fun: true, Amt: -2 }],
];

describe('CBOR', () => {
  it.each(BOTH_WAYS)('has the examples of the RFC: %s', (hex, value) => {
    expect(toHex(value)).toBe(hex);
    expect(fromHex(hex)).toEqual(value);
  });

  it.each(DECODED)('reads the forms that other encoders write: %s', (hex, value) => {
    expect(fromHex(hex)).toEqual(value);
  });

  it('reads what it writes', () => {
    const { value } = fc.letrec<{ value: unknown; leaf: unknown }>((tie) => ({
      leaf: fc.oneof(
        fc.constant(null),
        fc.boolean(),
        fc.maxSafeInteger(),
        fc.double(),
        fc.string({ unit: 'binary' }),
        fc.uint8Array().map((bytes) => Buffer.from(bytes)),
      ),
      value: fc.oneof(
        { maxDepth: 4 },
        tie('leaf'),
        fc.array(tie('value')),
        fc.dictionary(fc.string(), tie('value'), { noNullPrototype: true }),
        fc.tuple(fc.nat(), tie('value')).map(([tag, content]) => new Tagged(tag, content)),
      ),
    }));
    fc.assert(fc.property(value, (written) => expect(decodeCbor(encodeCbor(written))).toEqual(written)));
  });

  it('leaves out undefined members', () => {
    expect(toHex({ a: undefined, b: 1 })).toBe('a1616201');
  });

  it.each([
    ['is empty', ''],
    ['ends too early', '4401'],
    ['announces more items than it has', '9bffffffffffffffff00'],
    ['has a map without its last value', 'a16161'],
    ['has a key that is not a text', 'a10102'],
    ['has bytes after its end', '0000'],
    ['uses a reserved length', '1c'],
    ['uses an unknown simple value', 'f8ff'],
    ['mixes texts and bytes in one string', '5f6161ff'],
    ['nests deeper than the stack', '81'.repeat(100_000)],
  ])('rejects input that %s', (_, hex) => {
    expect(() => fromHex(hex)).toThrow();
  });
});
