import { unseenLosses } from '../../support/denied-role';
import { Pipeline } from '../../support/pipeline';
import { ROLE_PATHS } from '../../support/role-paths';

/** Paths that wait for most of their time. They run beside the others, which use none of these functions. */
const SLOW = /^(publish-counts|watch-quality)/;
/** It runs when no other path needs counts. */
const LAST = /^count-viewers/;

describe('a pipeline whose roles lose one statement at a time', () => {
  jest.setTimeout(400_000);
  let pipeline: Pipeline;
  const unseen = new Map<string, Promise<readonly string[]>>();

  const lossesOf = (name: string): Promise<readonly string[]> => {
    const path = ROLE_PATHS[name];
    return path ? unseenLosses(pipeline, path(pipeline)) : Promise.reject(new Error(`There is no path ${name}.`));
  };

  beforeAll(async () => {
    pipeline = await Pipeline.start({ SETTLED_AFTER_SECONDS: '1' });
    const publisher = pipeline.cloud.nameOf('AWS::Lambda::Function', 'publish-counts');
    pipeline.cloud.services.lambda.invokeLater(publisher, '{}'); // its schedule starts it within a minute
    const run = (name: string, after?: Promise<unknown>): Promise<unknown> => {
      const losses = Promise.resolve(after).then(() => lossesOf(name));
      losses.catch(() => undefined); // its test awaits it
      unseen.set(name, losses);
      return losses.catch(() => undefined);
    };
    const names = Object.keys(ROLE_PATHS);
    const slow = names.filter((name) => SLOW.test(name)).map((name) => run(name));
    let last: Promise<unknown> = Promise.resolve();
    for (const name of names.filter((one) => !SLOW.test(one) && !LAST.test(one))) last = run(name, last);
    for (const name of names.filter((one) => LAST.test(one))) void run(name, Promise.all([...slow, last]));
  });
  afterAll(() => pipeline.stop());

  it.each(Object.keys(ROLE_PATHS))('shows each loss of %s', async (name) => {
    expect(await unseen.get(name)).toEqual([]);
  });
});
