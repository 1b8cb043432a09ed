import { readEnvironment } from '../../../lambdas/foundation/env';

describe('readEnvironment', () => {
  it('names every missing variable in one error', () => {
    expect(() => readEnvironment(['PATH', 'PLAYHEAD_NO_ONE', 'PLAYHEAD_NO_TWO'])).toThrow(
      'Environment variables are missing: PLAYHEAD_NO_ONE, PLAYHEAD_NO_TWO.',
    );
  });

  it('returns the requested variables and no others', () => {
    expect(readEnvironment(['PATH'])).toEqual({ PATH: expect.stringContaining('/') as string });
  });
});
