export { batchGet, type ReadOptions } from './batch-get';
export { batchWrite } from './batch-write';
export { fromItem, type Item, type ItemValue, type ItemValues, toItem } from './item';
export { queryAll } from './query-all';
