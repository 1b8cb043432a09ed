import fc from 'fast-check';
import { parseCsv, partsOf, toCsv } from '../../../src/services/athena/results';

const values = fc.option(fc.string({ unit: fc.constantFrom('"', ',', '\n', 'a', 'é') }), { nil: undefined });
const rows = fc.array(fc.array(values, { minLength: 2, maxLength: 2 }), { maxLength: 20 });

it("a result's rows come back, whatever is quoted in them and however they are parted", () => {
  fc.assert(
    fc.property(rows, fc.integer({ min: 1, max: 40 }), (written, bytes) => {
      const csv = toCsv(written);
      expect(parseCsv(csv.toString())).toEqual(written);
      expect([...partsOf(csv, bytes)].flat()).toEqual(written);
    }),
  );
});
