import fc from 'fast-check';
import { parseCsv, partsOf, toCsv } from '../../../src/services/athena/results';

const values = fc.option(fc.string({ unit: fc.constantFrom('"', ',', '\n', 'a', 'é') }), { nil: undefined });
const rowLists = fc.array(fc.array(values, { minLength: 2, maxLength: 2 }), { maxLength: 20 });

describe('a result', () => {
  it('has the same rows after it is written and parsed, as a whole or in parts', () => {
    fc.assert(
      fc.property(rowLists, fc.integer({ min: 1, max: 40 }), (rows, partBytes) => {
        const csv = toCsv(rows);
        expect(parseCsv(csv.toString())).toEqual(rows);
        expect([...partsOf(csv, partBytes)].flat()).toEqual(rows);
      }),
    );
  });
});
