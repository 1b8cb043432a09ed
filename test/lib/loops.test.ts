import { STAGES } from '../../lib/stages';
import { refOf, SynthesizedStage } from '../support/stacks';

const stage = new SynthesizedStage(STAGES.dev);
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

/** The queues that a step may send to, by logical id. */
const sendsTo = (step: string): readonly unknown[] =>
  stage
    .statementsOf(step)
    .flatMap(({ Action, Resource }) => (list(Action).includes('sqs:SendMessage') ? list(Resource).map(refOf) : []));

/** The event sources of a function, by logical id. */
const sourcesOf = (functionId: string): readonly unknown[] =>
  Object.values(stage.resources('AWS::Lambda::EventSourceMapping')).flatMap(({ Properties }) =>
    refOf(Properties['FunctionName']) === functionId ? [refOf(Properties['EventSourceArn'])] : [],
  );

it('Lambda allows recursion only for functions that send messages to their own queue', () => {
  const functions = Object.entries(stage.resources('AWS::Lambda::Function')).flatMap(([id, { Properties }]) => {
    const step = /^playhead-dev-(.+)$/.exec(String(Properties['FunctionName']))?.[1];
    if (step === undefined) return [];
    const invokesItself = sourcesOf(id).some((source) => sendsTo(step).includes(source));
    return [{ step, invokesItself, recursiveLoop: Properties['RecursiveLoop'] }];
  });
  const loops = functions.filter(({ invokesItself }) => invokesItself).map(({ step }) => step);
  expect(loops.sort()).toEqual(['curate', 'erase', 'rebuild-features']);
  for (const { invokesItself, recursiveLoop } of functions) {
    expect(recursiveLoop).toBe(invokesItself ? 'Allow' : 'Terminate');
  }
});
