import { DecodeError, Fields } from '../../../lambdas/foundation/fields';

const fields = Fields.parse(
  '{"name":"a","count":2,"half":0.5,"on":true,"status":"running","none":null,"tags":["x"],"by":{"k":1},"inner":{"id":"b"}}',
  'test message',
);

describe('Fields', () => {
  it('returns each field with its type', () => {
    expect(fields.text('name')).toBe('a');
    expect(fields.integer('count')).toBe(2);
    expect(fields.number('half')).toBe(0.5);
    expect(fields.boolean('on')).toBe(true);
    expect(fields.oneOf('status', ['running', 'finished'])).toBe('running');
    expect(fields.texts('tags')).toEqual(['x']);
    expect(fields.record('by', Number)).toEqual({ k: 1 });
    expect(fields.object('inner').text('id')).toBe('b');
  });

  it('returns undefined for an optional field that is absent or null', () => {
    const text = (name: string) => fields.text(name);
    expect([fields.optional('absent', text), fields.optional('none', text), fields.optional('name', text)]).toEqual([
      undefined,
      undefined,
      'a',
    ]);
  });

  it.each([
    ['is missing', () => fields.text('absent'), 'Field absent of the test message is missing.'],
    ['has another type', () => fields.text('count'), 'Field count of the test message is not a string.'],
    ['is not an integer', () => fields.integer('half'), 'Field half of the test message is not an integer.'],
    [
      'has another value',
      () => fields.oneOf('status', ['failed']),
      'Field status of the test message is not one of failed.',
    ],
    [
      'has an element of another type',
      () => Fields.parse('{"tags":[1]}', 'list').texts('tags'),
      'not a list of strings',
    ],
  ])('names the object and the field if the field %s', (_, read, message) => {
    expect(read).toThrow(DecodeError);
    expect(read).toThrow(message);
  });

  it('rejects text that is not a JSON object', () => {
    expect(() => Fields.parse('{', 'test message')).toThrow('The test message is not JSON.');
    expect(() => Fields.parse('[]', 'test message')).toThrow('The test message is not an object.');
  });
});
