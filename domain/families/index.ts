export { isCountryCode, isExperiments, isInteger, isNumber, isText, isUuid } from './field-rules';
