import { declareInputs } from '../../core/inputs';

/** What operations accept of their inputs. */
export const stsInputs = declareInputs({
  reads: {
    GetCallerIdentity: '',
  },
});
