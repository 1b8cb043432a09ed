import { defineCommand, parseArguments } from '../../../tools/command/command';
import { UsageError } from '../../../tools/command/errors';
import { helpOf } from '../../../tools/command/help';

const command = defineCommand({
  name: 'npm run play',
  summary: 'Plays a file.',
  options: {
    speed: { type: 'number', default: 1, minimum: 0.5, description: 'how fast to play' },
    device: { type: 'text', choices: ['tv', 'web'], isRequired: true, description: 'the device' },
    tag: { type: 'text', isRepeatable: true, description: 'a label' },
    title: { type: 'text', placeholder: 'NAME', description: 'the title' },
    loop: { type: 'flag', description: 'plays the file again' },
  },
  positionals: [{ name: 'FILE', description: 'the file', isRequired: true }],
  example: 'film.mp4 --device tv',
  run: () => Promise.resolve(0),
});
const parse = (line: string) => parseArguments(command, line.split(' '));

describe('parseArguments', () => {
  it('converts values by their types and fills in defaults', () => {
    expect(parse('film.mp4 --device tv')).toEqual({
      values: { speed: 1, device: 'tv', tag: [], title: undefined, loop: false },
      positionals: ['film.mp4'],
    });
    expect(parse('--device web --speed 2.5 --tag a --tag b --loop film.mp4').values).toEqual({
      ...{ speed: 2.5, device: 'web', tag: ['a', 'b'], title: undefined, loop: true },
    });
  });

  it('uses the last value of an option that is given twice', () => {
    expect(parse('film.mp4 --device tv --device web').values.device).toBe('web');
  });

  it.each([
    ['film.mp4', '--device tv|web is missing'],
    ['film.mp4 --device radio', '--device must be tv or web, not "radio"'],
    ['film.mp4 --device tv --speed fast', '--speed must be a number of at least 0.5, not "fast"'],
    ['film.mp4 --device tv --speed 0', '--speed must be a number of at least 0.5, not "0"'],
    ['film.mp4 --device tv --speed=', '--speed must be a number of at least 0.5, not ""'],
    ['film.mp4 --device tv --loud', "Unknown option '--loud'"],
    ['film.mp4 --device tv --title', "Option '--title <value>' argument missing"],
    ['--device tv', 'FILE is missing'],
    ['film.mp4 more.mp4 --device tv', "Unexpected argument 'more.mp4'"],
  ])('rejects %j', (line, message) => {
    expect(() => parse(line)).toThrow(new UsageError(message));
  });
});

describe('helpOf', () => {
  it('lists arguments, options with their defaults, and an example', () => {
    expect(helpOf(command)).toBe(`Plays a file.

Usage: npm run play -- FILE [options]

Arguments:
  FILE             the file

Options:
  --speed NUMBER   how fast to play (default: 1)
  --device tv|web  the device (required)
  --tag TEXT       a label (repeatable)
  --title NAME     the title
  --loop           plays the file again
  --help           prints this text

Example:
  npm run play -- film.mp4 --device tv`);
  });
});
