import fc from 'fast-check';
import { type Json, toJson } from './json';

/** Texts that a serializer could confuse with its own notation, or with that of YAML. */
const AMBIGUOUS = [
  ...['', ' ', '#', '#{', '#{#}', '#{0}', '#{1}', '##{1}', '#{Topic}', '#{Topic.Arn}', '#{import stack:name}', '}'],
  ...['$', '$json', '$$json', '$head', '$table', '$tables', '<<', '__proto__', 'Type', 'Ref', 'Fn::Join', '/', '~1'],
  ...['true', 'null', '~', '1', '1.0', '1e3', '0x1', '2012-10-17', '*', '&a', '!Ref', '- a', 'a: b', "'", '"', '\\'],
  ...[
    '{}',
    '[]',
    '[1]',
    '{"a":["#{Topic}"]}',
    '{"a": 1}',
    '{"$head":{"b":1,"c":2,"d":[]}}',
    '\n',
    ' a\nb ',
    '\t',
    '\r',
  ],
];

const text = fc.oneof(
  fc.array(fc.constantFrom(...AMBIGUOUS), { maxLength: 4 }).map((parts) => parts.join('')),
  fc.string({ unit: 'grapheme' }),
  fc.lorem({ maxCount: 60 }),
);
const word = fc.stringMatching(/^[a-z]+(-[a-z]+)?$/);
const number = fc.double({ noNaN: true, noDefaultInfinity: true });
const scalar = fc.oneof(text, number, fc.integer(), fc.boolean(), fc.constant(null));

const name = fc.oneof(fc.constantFrom('Topic', 'AWS::Region', 'stack:name'), text);
const reference = fc.oneof(
  name.map((id): Json => ({ Ref: id })),
  name.map((id): Json => ({ 'Fn::ImportValue': id })),
  fc
    .tuple(name, fc.oneof(name, fc.constant<Json>({ Ref: 'AWS::Region' })), name)
    .map(([StackName, Region, OutputName]): Json => ({ 'Fn::GetStackOutput': { StackName, Region, OutputName } })),
  fc.tuple(name, name).map((path): Json => ({ 'Fn::GetAtt': path })),
);
const join = fc
  .tuple(fc.constantFrom('', '', ','), fc.array(fc.oneof(text, reference), { maxLength: 4 }))
  .map((argument): Json => ({ 'Fn::Join': argument }));

/** JSON has no negative zero. */
const copy = (value: Json): Json => {
  const parsed: unknown = JSON.parse(JSON.stringify(value));
  return toJson(parsed);
};

/** A scalar, a reference, or an empty array or object. */
export const anyLeaf = fc.oneof(scalar, reference, join, fc.constantFrom<Json>([], {})).map(copy);

/** An array or an object of values that have one structure, one of which deviates; or the text of that JSON. */
const alike = fc
  .record({
    words: fc.uniqueArray(fc.oneof({ weight: 9, arbitrary: word }, text), { minLength: 3, maxLength: 14 }),
    common: fc.array(anyLeaf, { maxLength: 3 }),
    deviation: anyLeaf,
    place: fc.nat(),
    isArray: fc.boolean(),
    isText: fc.boolean(),
    indentation: fc.constantFrom(0, 0, 1),
  })
  .map(({ words, common, deviation, place, isArray, isText, indentation }): Json => {
    const values = words.map((word, index) => ({
      Type: 'AWS::CloudWatch::Alarm',
      Name: `failures-${word}`,
      Description: 'A text that all values share. It is long enough to make a table of them worthwhile.',
      Texts: [word, `${word} / all_${word}`, common],
      '~': index === place % words.length ? deviation : 'usual',
      '/': 'usual',
    }));
    const byWord = Object.fromEntries(words.map((word, index) => [word, values[index] ?? null]));
    const all = isArray ? values : byWord;
    return isText ? JSON.stringify({ all, words }, null, indentation) : all;
  });

const { value } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    anyLeaf,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(text, tie('value'), { maxKeys: 3 }),
    alike,
  ),
}));

/** A template with any resources, well-formed or not. */
export const anyTemplate = fc
  .dictionary(text, value, { maxKeys: 5 })
  .map((resources): Json => copy({ Resources: resources }));
