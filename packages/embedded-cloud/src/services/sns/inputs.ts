import { declareInputs } from '../../core/inputs';

/** What operations accept of their inputs. */
export const snsInputs = declareInputs({
  reads: {
    GetTopicAttributes: 'TopicArn',
    ListSubscriptionsByTopic: 'TopicArn',
    ListTopics: '',
    Publish: 'TopicArn TargetArn Subject Message',
  },
  withoutEffect: {
    'Messages are not delivered, and no operation reads them.': {
      Publish: 'MessageAttributes{*{DataType StringValue BinaryValue}}',
    },
  },
});
