import { declareInputs } from '../../core/inputs';

/** What operations accept of their inputs. */
export const logsInputs = declareInputs({
  reads: {
    CreateLogGroup: 'logGroupName kmsKeyId logGroupClass deletionProtectionEnabled=false',
    CreateLogStream: 'logGroupName logStreamName',
    DeleteLogGroup: 'logGroupName',
    DeleteLogStream: 'logGroupName logStreamName',
    DeleteRetentionPolicy: 'logGroupName',
    DescribeLogGroups: `logGroupNamePrefix logGroupNamePattern logGroupIdentifiers nextToken limit logGroupClass=STANDARD
      includeLinkedAccounts=false`,
    DescribeLogStreams: 'logGroupName logGroupIdentifier logStreamNamePrefix orderBy descending nextToken limit',
    DescribeQueries: 'logGroupName status maxResults queryLanguage=CWLI',
    FilterLogEvents: `logGroupName logGroupIdentifier logStreamNames logStreamNamePrefix startTime endTime filterPattern
      nextToken limit startFromHead=true`,
    GetLogEvents: 'logStreamName logGroupName logGroupIdentifier startTime endTime nextToken limit startFromHead',
    GetQueryResults: 'queryId',
    PutLogEvents: 'logGroupName logStreamName logEvents{timestamp message}',
    PutRetentionPolicy: 'logGroupName retentionInDays',
    StartQuery: 'startTime endTime queryString queryLanguage logGroupName logGroupNames logGroupIdentifiers limit',
    StopQuery: 'queryId',
  },
  withoutEffect: {
    'AWS ignores it too, since 2023.': { PutLogEvents: 'sequenceToken' },
    'AWS ignores it too: events of all streams are always interleaved.': { FilterLogEvents: 'interleaved' },
    'No data is masked.': { FilterLogEvents: 'unmask', GetLogEvents: 'unmask' },
    'No operation that runs reads entities.': { PutLogEvents: 'entity{keyAttributes attributes}' },
    'No operation that runs reads tags.': { CreateLogGroup: 'tags' },
  },
});
