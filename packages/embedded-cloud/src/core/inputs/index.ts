export { declareInputs, type AcceptedInput, type Inputs } from './inputs';
export { JSON_REFUSALS, operationRefusal, type Refusals, REST_REFUSALS, refuseIgnored } from './refusals';
export { firstUnselected, type Selected, type Selection } from './selection';
