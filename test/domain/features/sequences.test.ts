import fc from 'fast-check';
import { addSequence, type Sequences } from '../../../domain/features/sequences';

const addAll = (numbers: readonly number[]): Sequences =>
  numbers.reduce<Sequences>((sequences, number) => addSequence(sequences, number) ?? sequences, []);

it('consecutive numbers form one range', () => expect(addAll([2, 0, 1, 3])).toEqual([0, 3]));

it('a missing number leaves a gap and closes it when it arrives', () => {
  expect(addAll([0, 1, 3, 4])).toEqual([0, 1, 3, 4]);
  expect(addAll([0, 1, 3, 4, 2])).toEqual([0, 4]);
});

it('a known number is distinguished from a new one, in any order', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20)), (numbers) => {
      const known = new Set<number>();
      let sequences: Sequences = [];
      for (const number of numbers) {
        const added = addSequence(sequences, number);
        expect(added === undefined).toBe(known.has(number));
        known.add(number);
        sequences = added ?? sequences;
      }
      expect(sequences).toEqual(addAll([...known].sort((a, b) => a - b)));
    }),
  );
});

it('a session with many gaps closes the oldest ones and stays small', () => {
  const sequences = addAll(Array.from({ length: 100 }, (_, index) => 2 * index));
  expect(sequences).toHaveLength(32);
  expect([sequences[0], sequences.at(-1)]).toEqual([0, 198]);
});
