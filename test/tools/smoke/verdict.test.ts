import { verdictOn } from '../../../tools/smoke/verdict';

const reader = (name: string, more = {}) => ({ name, ok: true, saw: 'something', seconds: 1, ...more });

it('a reader that what was sent has not come to yet is not said to have it', () => {
  expect(verdictOn([reader('collector'), reader('warehouse', { comes: 'within a quarter of an hour' })])).toEqual([
    'What was sent is there: collector.',
    'Answers, and what was sent is not due there yet: warehouse (within a quarter of an hour).',
  ]);
});

it('what failed comes first, and a stack that is not deployed was not looked at', () => {
  expect(verdictOn([reader('quality', { ok: false }), reader('ledger', { isLeftOut: true })])).toEqual([
    'Failed: quality.',
    'Left out: ledger.',
  ]);
});
