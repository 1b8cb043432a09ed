import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { kinesis } from '../../src/services/kinesis';
import { type Endpoint, provision } from '../../src/testing/endpoint';
import { TestApi } from '../services/http-api/test-api';
import { addFunction, addLambda } from '../support/compute';
import { ACCEPTED, answerOf, type LimitCase, textOf } from './limit-case';

const INVOCATION = { FunctionName: 'step' };

/** Invokes a function whose response has `event.bytes` bytes as JSON; the error type of a function counts as an error. */
const invoke = async (
  endpoint: Endpoint,
  payload: string,
  InvocationType: 'Event' | 'RequestResponse' = 'RequestResponse',
): Promise<string> => {
  const lambda = addLambda(endpoint, { streams: endpoint.run(kinesis) });
  await addFunction(endpoint, lambda, 'step', `exports.handler = async ({ bytes = 2 }) => 'x'.repeat(bytes - 2);`);
  const client = new LambdaClient(endpoint.clientConfig());
  let answer = ACCEPTED;
  const sent = await answerOf(
    client.send(new InvokeCommand({ ...INVOCATION, InvocationType, Payload: payload })).then(({ Payload }) => {
      const text = Buffer.from(Payload ?? []).toString();
      if (text.startsWith('{')) answer = (JSON.parse(text) as { readonly errorType: string }).errorType;
    }),
  );
  client.destroy();
  return sent === ACCEPTED ? answer : sent;
};

/** A JSON text of this many bytes. */
const eventOf = (bytes: number): string => JSON.stringify({ text: textOf(bytes - '{"text":""}'.length) });

export const lambdaCases: readonly LimitCase[] = [
  {
    ...{ limit: 'requestBytes', answer: 'RequestTooLargeException' },
    send: (endpoint, value) => invoke(endpoint, eventOf(value)),
  },
  {
    ...{ limit: 'asyncRequestBytes', answer: 'RequestTooLargeException' },
    send: (endpoint, value) => invoke(endpoint, eventOf(value), 'Event'),
  },
  {
    ...{ limit: 'responseBytes', answer: 'Function.ResponseSizeTooLarge' },
    send: (endpoint, value) => invoke(endpoint, JSON.stringify({ bytes: value })),
  },
];

const withApi = async (endpoint: Endpoint, use: (api: TestApi) => Promise<string>): Promise<string> => {
  const api = await TestApi.open({ limits: endpoint.surroundings.limits });
  try {
    return await use(api);
  } finally {
    await api.close();
  }
};

const post = async (api: TestApi, bytes: number): Promise<string> => {
  await api.declare(['POST /v1/events']);
  const { status } = await api.post(textOf(bytes), { 'content-type': 'text/plain' });
  return status === 200 ? ACCEPTED : String(status);
};

/** Declares the timeout of an integration. */
const declareTimeout = async (api: TestApi, TimeoutInMillis: number): Promise<string> => {
  const ApiId = await api.declare([]);
  const properties = { ApiId, IntegrationType: 'AWS_PROXY', PayloadFormatVersion: '2.0', TimeoutInMillis };
  const IntegrationUri = 'arn:aws:lambda:us-east-1:000000000000:function:slow';
  const integration = { ...properties, IntegrationUri };
  try {
    await provision(api.service, 'AWS::ApiGatewayV2::Integration', integration, 'Slow');
    return ACCEPTED;
  } catch (error) {
    return (error as { readonly code: string }).code;
  }
};

export const httpApiCases: readonly LimitCase[] = [
  {
    ...{ limit: 'bodyBytes', answer: '413', without: ['requestBytes'] },
    send: (endpoint, value) => withApi(endpoint, (api) => post(api, value)),
  },
  {
    ...{ limit: 'integrationMs', answer: 'BadRequestException' },
    send: (endpoint, value) => withApi(endpoint, (api) => declareTimeout(api, value)),
  },
];
