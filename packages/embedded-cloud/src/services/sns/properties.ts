import { declareInputs } from '../../core/inputs';

/** The properties of resources that are honored. */
export const snsProperties = declareInputs({
  reads: {
    'AWS::SNS::Subscription': 'TopicArn Protocol Endpoint',
    'AWS::SNS::Topic': 'TopicName Subscription{Protocol Endpoint} KmsMasterKeyId',
  },
  withoutEffect: {
    'Messages are not delivered; the topic only keeps them.': {
      'AWS::SNS::Subscription': 'DeliveryPolicy FilterPolicy FilterPolicyScope RawMessageDelivery RedrivePolicy Region',
    },
    'Only describes the topic.': { 'AWS::SNS::Topic': 'DisplayName' },
    'No operation that runs reads tags.': { 'AWS::SNS::Topic': 'Tags' },
  },
});
