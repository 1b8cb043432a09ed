import { declareInputs } from '../../core/inputs';

/** What operations accept of their inputs. */
export const lambdaInputs = declareInputs({
  reads: {
    GetAccountSettings: '',
    GetEventSourceMapping: 'UUID',
    GetFunction: 'FunctionName Qualifier=$LATEST',
    Invoke: 'FunctionName InvocationType Payload LogType=None Qualifier=$LATEST',
    ListEventSourceMappings: 'EventSourceArn FunctionName',
    ListFunctions: '',
  },
  withoutEffect: {
    'The answer is always one page.': { ListEventSourceMappings: 'MaxItems', ListFunctions: 'MaxItems' },
    'A function has no version but $LATEST.': { ListFunctions: 'FunctionVersion' },
  },
});
