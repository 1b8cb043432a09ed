import { readEnvironment } from '../../../lambdas/foundation/env';

it('what is missing is named, all of it at once', () => {
  expect(() => readEnvironment(['PATH', 'PLAYHEAD_NO_ONE', 'PLAYHEAD_NO_TWO'])).toThrow(
    'Missing in the environment: PLAYHEAD_NO_ONE, PLAYHEAD_NO_TWO.',
  );
});

it('what is asked for is read, and nothing else', () => {
  expect(readEnvironment(['PATH'])).toEqual({ PATH: expect.stringContaining('/') as string });
});
