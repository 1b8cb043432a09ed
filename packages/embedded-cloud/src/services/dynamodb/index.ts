import { defineService } from '../../core/service-module';
import { DynamoDb } from './dynamodb';

/** DynamoDB. */
export const dynamodb = defineService('dynamodb', ({ surroundings, faults }) => new DynamoDb(surroundings, faults));
