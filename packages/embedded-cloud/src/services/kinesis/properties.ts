import { declareInputs } from '../../core/inputs';

/** The properties of resources that are honored. */
export const kinesisProperties = declareInputs({
  reads: {
    'AWS::Kinesis::Stream':
      'Name RetentionPeriodHours ShardCount StreamModeDetails{StreamMode} StreamEncryption{KeyId}',
  },
  withoutEffect: {
    'The policy of the key is checked; nothing is encrypted.': {
      'AWS::Kinesis::Stream': 'StreamEncryption{EncryptionType}',
    },
    'No operation that runs reads tags.': { 'AWS::Kinesis::Stream': 'Tags' },
  },
});
