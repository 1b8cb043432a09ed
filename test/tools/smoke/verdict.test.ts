import { verdictOn } from '../../../tools/smoke/verdict';

const outcome = (name: string, more = {}) => ({ name, ok: true, observed: 'something', seconds: 1, ...more });

describe('verdictOn', () => {
  it('lists a reader where the events are not due yet apart from those that received them', () => {
    expect(verdictOn([outcome('collector'), outcome('warehouse', { due: 'within 15 minutes' })])).toEqual([
      'Received the events: collector.',
      'Answer, but the events are not due there yet: warehouse (within 15 minutes).',
    ]);
  });

  it('lists failures first, and a stack that is not deployed as skipped', () => {
    expect(verdictOn([outcome('quality', { ok: false }), outcome('ledger', { isSkipped: true })])).toEqual([
      'Failed: quality.',
      'Skipped: ledger.',
    ]);
  });
});
