import type { Parameters } from '../../core/parameters';

/** The parameters that operations act on, or that make no difference here. */
export const logsParameters: Parameters = {
  CreateLogGroup: 'logGroupName kmsKeyId logGroupClass deletionProtectionEnabled=false',
  CreateLogStream: 'logGroupName logStreamName',
  DeleteLogGroup: 'logGroupName',
  DeleteLogStream: 'logGroupName logStreamName',
  DeleteRetentionPolicy: 'logGroupName',
  DescribeLogGroups:
    'logGroupNamePrefix logGroupNamePattern nextToken limit logGroupClass logGroupIdentifiers includeLinkedAccounts=false',
  DescribeLogStreams: 'logGroupName logGroupIdentifier logStreamNamePrefix orderBy descending nextToken limit',
  DescribeQueries: 'logGroupName status maxResults queryLanguage=CWLI',
  FilterLogEvents:
    'logGroupName logGroupIdentifier logStreamNames logStreamNamePrefix startTime endTime filterPattern nextToken limit startFromHead interleaved unmask',
  GetLogEvents: 'logStreamName logGroupName logGroupIdentifier startTime endTime nextToken limit startFromHead unmask',
  GetQueryResults: 'queryId',
  PutLogEvents: 'logGroupName logStreamName logEvents sequenceToken entity',
  PutRetentionPolicy: 'logGroupName retentionInDays',
  StartQuery: 'startTime endTime queryString queryLanguage logGroupName logGroupNames logGroupIdentifiers limit',
  StopQuery: 'queryId',
};
