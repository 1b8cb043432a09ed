import { declareInputs } from '../../core/inputs';

/** The properties of resources that are honored. */
export const lambdaProperties = declareInputs({
  reads: {
    'AWS::Lambda::EventInvokeConfig': `FunctionName Qualifier=$LATEST MaximumRetryAttempts MaximumEventAgeInSeconds
      DestinationConfig{OnFailure{Destination}}`,
    'AWS::Lambda::EventSourceMapping': `FunctionName EventSourceArn Enabled BatchSize MaximumBatchingWindowInSeconds FunctionResponseTypes
      StartingPosition StartingPositionTimestamp ParallelizationFactor BisectBatchOnFunctionError MaximumRetryAttempts
      MaximumRecordAgeInSeconds DestinationConfig{OnFailure{Destination}} ScalingConfig{MaximumConcurrency}
      ProvisionedPollerConfig{MaximumPollers} TumblingWindowInSeconds=0`,
    'AWS::Lambda::Function': `FunctionName Runtime Handler Role Code{S3Key ZipFile} Environment{Variables} MemorySize Timeout
      ReservedConcurrentExecutions LoggingConfig{LogGroup LogFormat=Text}`,
  },
  withoutEffect: {
    'Code is an asset of the assembly.': { 'AWS::Lambda::Function': 'Code{S3Bucket}' },
    'Functions run on this machine.': { 'AWS::Lambda::Function': 'Architectures EphemeralStorage{Size}' },
    'Only describes the function.': { 'AWS::Lambda::Function': 'Description' },
    'Nothing is traced.': { 'AWS::Lambda::Function': 'TracingConfig{Mode}' },
    'Recursive invocations are not detected.': { 'AWS::Lambda::Function': 'RecursiveLoop' },
    'Event sources publish the age of their records only.': {
      'AWS::Lambda::EventSourceMapping': 'MetricsConfig{Metrics}',
    },
    'Nothing is encrypted.': { 'AWS::Lambda::Function': 'KmsKeyArn' },
    'The number of pollers follows the load.': {
      'AWS::Lambda::EventSourceMapping': 'ProvisionedPollerConfig{MinimumPollers}',
    },
    'No operation that runs reads tags.': {
      'AWS::Lambda::Function': 'Tags',
      'AWS::Lambda::EventSourceMapping': 'Tags',
    },
  },
});
