export { Fields } from './core/fields';
export { isObject, type JsonObject } from './core/service';
