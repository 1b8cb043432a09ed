import { refuse } from './refuse';

/** The characters of a URI that Java's URI class accepts; others make the text no URI. */
const ILLEGAL = /[\s<>"{}|\\^`]|%(?![0-9a-fA-F]{2})/;
const PARTS =
  /^([a-zA-Z][\w+.-]*):\/\/(?:[^/?#@]*@)?([A-Za-z0-9.-]*|\[[0-9a-fA-F:.]+\])(?::(\d*))?(\/[^?#]*)?(?:\?([^#]*))?(?:#(.*))?$/;

const partOf = (url: string, index: number): string | null => {
  if (ILLEGAL.test(url)) return null;
  const parts = PARTS.exec(url);
  if (!parts) return refuse('URLs only in the form scheme://host:port/path?query#fragment');
  return parts[index] ?? '';
};

const decode = (text: string | null): string | null => (text === null ? null : decodeURIComponent(text));

/** Trino's URL functions: https://trino.io/docs/current/functions/url.html */
export const URL_SCRIPTS = {
  url_extract_protocol: (url: string) => partOf(url, 1),
  url_extract_host: (url: string) => partOf(url, 2),
  url_extract_port: (url: string) => partOf(url, 3) || null,
  url_extract_path: (url: string) => decode(partOf(url, 4)),
  url_extract_query: (url: string) => decode(partOf(url, 5)),
  url_extract_fragment: (url: string) => decode(partOf(url, 6)),
  url_extract_parameter: (url: string, name: string) => {
    const pairs = (partOf(url, 5) ?? '').split('&').map((pair) => pair.split('='));
    const [, value] = pairs.find(([key = '']) => urlDecode(key) === name) ?? [];
    return value === undefined ? null : urlDecode(value);
  },
  url_encode: (text: string) =>
    encodeURIComponent(text)
      .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
      .replaceAll('%20', '+'),
  url_decode: (text: string) => urlDecode(text),
};

const urlDecode = (text: string): string => decodeURIComponent(text.replaceAll('+', ' '));
