export { EXPERIMENT_VIEWS, type ExperimentView } from './views';
