import { type HttpResponse, isObject } from '../../core/service';
import { Fields } from '../../core/fields';

/** A response that API Gateway creates itself. */
export const gatewayMessage = (status: number, message: string): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ message }),
});

/**
 * Converts the result of a function with payload format 2.0: a result with a statusCode is a response, any other result
 * is the body of a response with status 200. An invalid response becomes status 500, as on AWS.
 */
export const toHttpResponse = (payload: string): HttpResponse => {
  const result: unknown = JSON.parse(payload);
  if (!isObject(result) || !('statusCode' in result)) {
    const body = typeof result === 'string' ? result : payload;
    return { status: 200, headers: { 'content-type': 'application/json' }, body };
  }
  try {
    return toResponse(new Fields(result));
  } catch {
    return gatewayMessage(500, 'Internal Server Error');
  }
};

const toResponse = (result: Fields): HttpResponse => {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(result.object('headers')?.all ?? {})) {
    headers[name.toLowerCase()] = Array.isArray(value) ? value.join(',') : String(value);
  }
  const cookies = result.strings('cookies');
  if (cookies.length > 0) headers['set-cookie'] = cookies.join(', ');
  headers['content-type'] ??= 'text/plain;charset=UTF-8';
  const body = result.optionalString('body') ?? '';
  return {
    status: result.number('statusCode'),
    headers,
    body: result.boolean('isBase64Encoded') ? Buffer.from(body, 'base64') : body,
  };
};
