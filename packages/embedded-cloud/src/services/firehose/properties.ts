import { declareInputs } from '../../core/inputs';

const DESTINATION = `{
    BucketARN RoleARN Prefix ErrorOutputPrefix BufferingHints{IntervalInSeconds SizeInMBs} CompressionFormat CustomTimeZone
    FileExtension DynamicPartitioningConfiguration{Enabled=false} S3BackupMode=Disabled
    ProcessingConfiguration{Enabled Processors{Type Parameters{ParameterName ParameterValue}}}
    DataFormatConversionConfiguration{
      Enabled SchemaConfiguration{DatabaseName TableName RoleARN CatalogId Region VersionId=LATEST}
      InputFormatConfiguration{Deserializer{OpenXJsonSerDe}} OutputFormatConfiguration{Serializer{ParquetSerDe{Compression}}}
    }
  }`;

const LOGGING = '{CloudWatchLoggingOptions{Enabled LogGroupName LogStreamName}}';

/** The properties of resources that are honored. */
export const firehoseProperties = declareInputs({
  reads: {
    'AWS::KinesisFirehose::DeliveryStream': `
      DeliveryStreamName DeliveryStreamType KinesisStreamSourceConfiguration{KinesisStreamARN RoleARN}
      ExtendedS3DestinationConfiguration${DESTINATION} S3DestinationConfiguration${DESTINATION}`,
  },
  withoutEffect: {
    'Errors are in the metrics and in the objects below ErrorOutputPrefix.': {
      'AWS::KinesisFirehose::DeliveryStream': `ExtendedS3DestinationConfiguration${LOGGING}
        S3DestinationConfiguration${LOGGING}`,
    },
    'Nothing is encrypted.': {
      'AWS::KinesisFirehose::DeliveryStream': `DeliveryStreamEncryptionConfigurationInput{KeyARN KeyType}
        ExtendedS3DestinationConfiguration{EncryptionConfiguration{*}} S3DestinationConfiguration{EncryptionConfiguration{*}}`,
    },
    'No operation that runs reads tags.': { 'AWS::KinesisFirehose::DeliveryStream': 'Tags' },
  },
});
