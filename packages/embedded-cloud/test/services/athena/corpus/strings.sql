-- case of letters
SELECT upper('straße'), lower('ÀÉÎ'), upper('éa'), upper('ß')

-- length in characters
SELECT length('häßlich'), length(''), length('日本語')

-- substrings
SELECT substr('playback', 5), substr('playback', -4), substr('playback', 2, 3), substring('playback', 1, 4), substr('abc', 10), substr('abc', 0)

-- positions
SELECT strpos('banana', 'na'), strpos('banana', 'na', 2), strpos('banana', 'x'), position('n' IN 'banana')

-- split
SELECT split('a,b,,c', ','), split('a,b,c', ',', 2), split_part('a.b.c', '.', 2), split_part('a.b.c', '.', 5)

-- split to a map
SELECT split_to_map('a=1,b=2', ',', '=')

-- concatenation
SELECT 'a' || 'b' || 'c', concat('a', 'b'), concat_ws('-', 'a', NULL, 'b'), 'a' || CAST(NULL AS varchar)

-- padding
SELECT lpad('7', 3, '0'), rpad('7', 3, 'x'), lpad('abcdef', 3, '0'), lpad('a', 4, 'xy')

-- trimming
SELECT trim('  a '), ltrim('  a '), rtrim('  a ') || '|'

-- trimming of other characters
SELECT trim(BOTH 'x' FROM 'xxaxx'), trim(LEADING '0' FROM '007')

-- replacing
SELECT replace('a-b-c', '-', '+'), replace('a-b-c', '-'), translate('abcd', 'abc', 'xy')

-- reversal
SELECT reverse('abc'), reverse('añb')

-- LIKE
SELECT 'abc' LIKE 'a%', 'abc' LIKE '_b_', 'a%c' LIKE 'a\%c' ESCAPE '\', 'ABC' LIKE 'abc', 'abc' NOT LIKE '%d%'

-- beginnings and ends
SELECT starts_with('playback', 'play'), ends_with('playback', 'back')

-- regular expressions
SELECT regexp_like('abc123', '\d+'), regexp_extract('abc123', '\d+'), regexp_extract('k=v', '(\w)=(\w)', 2), regexp_replace('a1b2', '\d', '#'), regexp_replace('a1b2', '([a-z])(\d)', '$2$1'), regexp_count('a1b2', '\d')

-- all matches
SELECT regexp_extract_all('1a 2b 14m', '\d+'), regexp_extract_all('1a 2b 14m', '(\d+)([a-z]+)', 2), regexp_split('1a 2b 14m', '\s*[a-z]+\s*')

-- positions of matches
SELECT regexp_position('I have 23 apples', '\d+'), regexp_position('abc', 'x')

-- case-insensitive match
SELECT regexp_like('Smart TV', '(?i)smart'), regexp_replace('SmartTV', '(?i)tv', 'box')

-- characters
SELECT chr(65), codepoint('a'), chr(8364)

-- repetition and distance
SELECT levenshtein_distance('kitten', 'sitting'), hamming_distance('abc', 'abd')

-- soundex
SELECT soundex('Robert'), soundex('Rupert')

-- normalization
SELECT normalize('é', NFD) = normalize('é', NFD), length(normalize('é', NFD))

-- parts of a URL
SELECT url_extract_host(u), url_extract_path(u), url_extract_protocol(u), url_extract_port(u), url_extract_query(u), url_extract_fragment(u)
FROM (VALUES 'https://cdn.example.com:8443/v/1.m3u8?a=1&b=x%20y#t=5', 'http://example.com', 'no url') AS t (u)

-- parameter of a URL
SELECT url_extract_parameter('https://example.com/?a=1&b=x%20y', 'b'), url_extract_parameter('https://example.com/?a=1', 'c')

-- URL encoding
SELECT url_encode('a b&c/ü'), url_decode('a%20b%26c+d')

-- hashes
SELECT to_hex(md5(to_utf8('a'))), to_hex(sha1(to_utf8('a'))), to_hex(sha256(to_utf8('a'))), to_hex(sha512(to_utf8('a')))

-- checksums
SELECT crc32(to_utf8('hello')), to_hex(hmac_sha256(to_utf8('a'), to_utf8('key')))

-- sampling by a hash
SELECT mod(from_base(substr(to_hex(md5(to_utf8(v))), 1, 8), 16), 10) FROM (VALUES 'viewer-1', 'viewer-2') AS t (v)

-- base64
SELECT to_base64(to_utf8('hello')), from_utf8(from_base64('aGVsbG8=')), to_base64url(to_utf8('a?>'))

-- hexadecimal
SELECT to_hex(to_utf8('az')), from_utf8(from_hex('617A'))

-- varbinary
SELECT to_utf8('hi')

-- text aggregated
SELECT listagg(x, ', ') WITHIN GROUP (ORDER BY x DESC), array_join(array_agg(x ORDER BY x), '/') FROM (VALUES 'b', 'a', 'c') AS t (x)

-- nulls joined
SELECT array_join(ARRAY['a', NULL, 'b'], ','), array_join(ARRAY['a', NULL, 'b'], ',', '-')

-- escapes of quotes
SELECT 'it''s', '"quoted"', 'a\b'

-- comparison of texts
SELECT 'a' < 'b', 'B' < 'a', '10' < '9', greatest('a', 'b', 'B'), 'a' = 'a '

-- luhn check
SELECT luhn_check('79927398713'), luhn_check('79927398714')
