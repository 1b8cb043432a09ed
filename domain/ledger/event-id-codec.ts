const BYTES = 16;

/** Packs event ids, which are UUIDs, into 16 bytes each. */
export const encodeEventIds = (ids: Iterable<string>): Uint8Array =>
  Buffer.concat([...ids].map((id) => Buffer.from(id.replaceAll('-', ''), 'hex')));

/** Unpacks event ids, in lower case; throws a RangeError if the length is not a multiple of 16. */
export const decodeEventIds = (packed: Uint8Array): readonly string[] => {
  if (packed.length % BYTES !== 0)
    throw new RangeError(`${packed.length} bytes are not a pack of event ids of ${BYTES} bytes each.`);
  const hex = Buffer.from(packed).toString('hex');
  return Array.from({ length: packed.length / BYTES }, (_, n) =>
    hex.slice(n * 2 * BYTES, (n + 1) * 2 * BYTES).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
  );
};
