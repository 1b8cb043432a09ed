export { clientSettings } from './clients';
