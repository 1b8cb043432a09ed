import { declareInputs } from '../../core/inputs';

/** The properties of resources that are honored. */
export const httpApiProperties = declareInputs({
  reads: {
    'AWS::ApiGatewayV2::Api':
      'Name ProtocolType CorsConfiguration{AllowOrigins AllowMethods AllowHeaders ExposeHeaders MaxAge AllowCredentials}',
    'AWS::ApiGatewayV2::Integration': 'ApiId IntegrationType IntegrationUri PayloadFormatVersion TimeoutInMillis',
    'AWS::ApiGatewayV2::Route': 'ApiId AuthorizationType RouteKey Target',
    'AWS::ApiGatewayV2::Stage': `ApiId StageName AutoDeploy DefaultRouteSettings{ThrottlingBurstLimit ThrottlingRateLimit}
      RouteSettings{*{ThrottlingBurstLimit ThrottlingRateLimit}}`,
  },
  withoutEffect: {
    'Only describes the resource.': {
      'AWS::ApiGatewayV2::Api': 'Description',
      'AWS::ApiGatewayV2::Integration': 'Description',
      'AWS::ApiGatewayV2::Stage': 'Description',
    },
    'Requests are not logged.': { 'AWS::ApiGatewayV2::Stage': 'AccessLogSettings{DestinationArn Format}' },
    'Metrics are always published.': { 'AWS::ApiGatewayV2::Stage': 'DefaultRouteSettings{DetailedMetricsEnabled}' },
    'No operation that runs reads tags.': { 'AWS::ApiGatewayV2::Api': 'Tags', 'AWS::ApiGatewayV2::Stage': 'Tags' },
  },
});
