import { FunctionLog } from '../../../src/services/lambda/function-log';

const written: (readonly string[])[] = [];
const writer = {
  write: (...[group, stream, lines]: [string, string, readonly string[]]) => written.push([group, stream, ...lines]),
};

beforeEach(() => written.splice(0));

describe('FunctionLog', () => {
  it('writes to the log group of the function until it is closed', () => {
    const log = new FunctionLog(writer, '/aws/lambda/step');
    log.write('stream', 'a', 'b');
    log.close();
    log.write('stream', 'too late');
    expect(written).toEqual([['/aws/lambda/step', 'stream', 'a', 'b']]);
  });

  it('says once that a role may not write the log, and writes nothing else', () => {
    const log = new FunctionLog(writer, 'group', () => false);
    log.write('stream', 'a');
    log.note('b');
    expect(written).toEqual([['group', 'embedded-cloud', 'The role of the function may not write its log group.']]);
  });
});
