const BYTES = 16;

/** Packs event ids, which are UUIDs, into 16 bytes each. */
export const encodeEventIds = (ids: Iterable<string>): Uint8Array =>
  Buffer.concat([...ids].map((id) => Buffer.from(id.replaceAll('-', ''), 'hex')));

/** The ids of a pack, in lower case; throws a RangeError for what is none. */
export const decodeEventIds = (packed: Uint8Array): readonly string[] => {
  if (packed.length % BYTES !== 0) throw new RangeError(`${packed.length} bytes are no pack of event ids.`);
  const hex = Buffer.from(packed).toString('hex');
  return Array.from({ length: packed.length / BYTES }, (_, n) =>
    hex.slice(n * 2 * BYTES, (n + 1) * 2 * BYTES).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
  );
};
