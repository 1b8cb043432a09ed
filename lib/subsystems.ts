/*
 * Every subsystem has one line here, and there is no other list. The order does not matter: a subsystem creates those
 * that it needs. Operations shows all of them and is created after them, in app.ts.
 */
export { alerts } from './alerts';
export { ingest } from './ingest';
export { live } from './live';
export { quality } from './quality';
export { lake } from './lake';
export { features } from './features';
export { warehouse } from './warehouse';
export { experiments } from './experiments';
export { ledger } from './ledger';
export { erasure } from './erasure';
