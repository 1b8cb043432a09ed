export { declareInputs, type Inputs } from './inputs';
export { operationRefusal, type Refusals, REST_REFUSALS, refuseIgnored } from './refusals';
export { type Selection, unselectedIn } from './selection';
