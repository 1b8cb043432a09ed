export { Cloud, type CloudOptions } from './cloud';
