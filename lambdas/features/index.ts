export { decodeTitle, encodeTitle, titleKey } from './catalog-items';
export { viewerKeysQuery } from './feature-items';
export { FeaturesReader, type FeaturesReaderProps } from './features-reader';
