import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** An item in the form of DynamoDB's API. */
export type Item = Record<string, AttributeValue>;
