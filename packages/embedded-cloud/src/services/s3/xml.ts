import type { HttpResponse } from '../../core/service';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** An element that contains text. */
export const leaf = (name: string, text: string | number | boolean): string =>
  // Control characters become references, because XML parsers turn a plain \r into \n.
  // eslint-disable-next-line no-control-regex
  `<${name}>${String(text).replace(/[&<>"\0-\x1f]/g, (c) => ENTITIES[c] ?? `&#${c.charCodeAt(0)};`)}</${name}>`;

/** An element that contains elements. */
export const branch = (name: string, ...children: readonly string[]): string =>
  `<${name}>${children.join('')}</${name}>`;

/** An XML document as a response. */
export const xmlResponse = (status: number, root: string, ...children: readonly string[]): HttpResponse => {
  const namespace = root === 'Error' ? '' : ' xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';
  const body = Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${namespace}>${children.join('')}</${root}>`,
  );
  return { status, headers: { 'content-type': 'application/xml', 'content-length': String(body.length) }, body };
};

/**
 * The contents of every element with this name. A pattern is enough for the two documents that clients send: neither
 * nests a name in itself.
 */
export const contents = (xml: string, name: string): string[] =>
  [...xml.matchAll(new RegExp(`<${name}>(.*?)</${name}>`, 'gs'))].map((match) => match[1] ?? '');

/** The texts of the elements that contain no element, by name. */
export const texts = (xml: string): Readonly<Record<string, string>> =>
  Object.fromEntries([...xml.matchAll(/<(\w+)>([^<]*)<\/\1>/g)].map(([, name = '', text = '']) => [name, plain(text)]));

/** A text without its references. */
const plain = (text: string): string =>
  text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi,
    (whole, hex?: string, decimal?: string, entity?: string) => {
      if (entity !== undefined) return NAMED[entity] ?? whole;
      const codePoint = hex === undefined ? Number(decimal) : parseInt(hex, 16);
      return codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : whole;
    },
  );

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
