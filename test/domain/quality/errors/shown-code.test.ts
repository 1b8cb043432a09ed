import { shownCode } from '../../../../domain/quality/errors/shown-code';

it.each(['fragLoadTimeOut', '3016', '-11800', '0x80004005', 'ERROR_CODE_IO_BAD_HTTP_STATUS', 'buffer:loop (demux)'])(
  'the code %s counts under its own name',
  (code) => {
    expect(shownCode(code)).toBe(code);
  },
);

it.each([
  ['a link with a token', 'https://cdn.example/a.m3u8?token=abc'],
  ['an address', 'anna@example.com'],
  ['markup', '<img src=x>'],
  ['letters that CloudWatch refuses', 'Fehler_ä'],
  ['only spaces', '   '],
  ['a long text', 'x'.repeat(65)],
])('%s counts as "other"', (_, code) => {
  expect(shownCode(code)).toBe('other');
});
