import { type HttpResponse, isObject } from '../../core/service';
import { Fields } from '../../core/fields';

/** An answer of API Gateway's own. */
export const gatewayMessage = (status: number, message: string): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ message }),
});

/**
 * What a function's answer comes to under payload format 2.0: one with a statusCode is a response, anything else is the
 * body of a 200. A response that can't be read as one is a 500, as on AWS.
 */
export const toHttpResponse = (payload: string): HttpResponse => {
  const answer: unknown = JSON.parse(payload);
  if (!isObject(answer) || !('statusCode' in answer)) {
    const body = typeof answer === 'string' ? answer : payload;
    return { status: 200, headers: { 'content-type': 'application/json' }, body };
  }
  try {
    return toResponse(new Fields(answer));
  } catch {
    return gatewayMessage(500, 'Internal Server Error');
  }
};

const toResponse = (answer: Fields): HttpResponse => {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(answer.object('headers')?.all ?? {})) {
    headers[name.toLowerCase()] = Array.isArray(value) ? value.join(',') : String(value);
  }
  const cookies = answer.strings('cookies');
  if (cookies.length > 0) headers['set-cookie'] = cookies.join(', ');
  headers['content-type'] ??= 'text/plain;charset=UTF-8';
  const body = answer.optionalString('body') ?? '';
  return {
    status: answer.number('statusCode'),
    headers,
    body: answer.boolean('isBase64Encoded') ? Buffer.from(body, 'base64') : body,
  };
};
