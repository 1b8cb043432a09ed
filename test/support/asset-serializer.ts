const HASH = /\b[0-9a-f]{64}\b/;

/** Replaces the hashes of assets, so that a snapshot of a template tells of the stack and not of each bundle. */
export const assetSerializer: jest.SnapshotSerializerPlugin = {
  test: (value: unknown) => typeof value === 'string' && HASH.test(value),
  serialize: (value: string) => JSON.stringify(value.replace(new RegExp(HASH, 'g'), '[asset]')),
};
