import { parseArguments } from '../../../tools/command/command';
import { eraseCommand } from '../../../tools/erase/command';

describe('npm run erase', () => {
  it.each([
    ['neither a viewer nor a request', [], 'Give either --viewer ID or --request ID'],
    ['both', ['--viewer', 'alice', '--request', 'r1'], 'Give either --viewer ID or --request ID'],
    ['a dry run of a request', ['--request', 'r1', '--dry-run'], '--dry-run shows what is stored about --viewer ID'],
  ])('refuses %s', async (_, line, problem) => {
    const { values } = parseArguments(eraseCommand, line);
    await expect(eraseCommand.run(values, [])).rejects.toThrow(problem);
  });
});
