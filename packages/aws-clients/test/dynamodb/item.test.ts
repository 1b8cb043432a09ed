import { fromItem, toItem } from '../../src/dynamodb';

const values = {
  text: 'a',
  number: 1.5,
  flag: false,
  bytes: Uint8Array.of(1, 2),
  list: ['a', { inner: 2 }],
  map: { inner: 'b' },
};

describe('toItem', () => {
  it('wraps each value in its type', () => {
    expect(toItem(values)).toEqual({
      text: { S: 'a' },
      number: { N: '1.5' },
      flag: { BOOL: false },
      bytes: { B: Uint8Array.of(1, 2) },
      list: { L: [{ S: 'a' }, { M: { inner: { N: '2' } } }] },
      map: { M: { inner: { S: 'b' } } },
    });
  });

  it('leaves out names without a value', () => {
    expect(toItem({ present: 1, absent: undefined })).toEqual({ present: { N: '1' } });
  });
});

describe('fromItem', () => {
  it('returns the values that were wrapped', () => {
    expect(fromItem(toItem(values))).toEqual(values);
  });

  it('returns undefined for attributes of other types', () => {
    expect(fromItem({ set: { SS: ['a'] }, none: { NULL: true } })).toEqual({ set: undefined, none: undefined });
  });
});
