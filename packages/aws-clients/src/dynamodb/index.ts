export { batchGet, type ReadOptions } from './batch-get';
export { batchWrite } from './batch-write';
export type { Item } from './item';
