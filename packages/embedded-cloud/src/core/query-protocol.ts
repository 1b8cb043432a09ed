import { randomUUID } from 'node:crypto';
import { type HttpRequest, type HttpResponse, ServiceError } from './service';

/** An XML element; the content must be XML. */
export const element = (name: string, ...content: readonly string[]): string =>
  `<${name}>${content.join('')}</${name}>`;

/** An XML element that contains text. */
export const textElement = (name: string, text: string): string => element(name, escaped(text));

/** A list in the format of the query protocol. */
export const list = (name: string, members: readonly string[]): string =>
  element(name, ...members.map((member) => element('member', member)));

const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replace(/[^\P{Cc}\t\n\r]/gu, '\ufffd'); // XML allows no other control characters, not even escaped

/** An action of a service: reads a form and returns its result as XML. */
export type QueryAction = (form: URLSearchParams) => string;

/** The query protocol of one service: requests are forms, answers are XML in the namespace of the API version. */
export class QueryProtocol {
  constructor(private readonly namespace: string) {}

  /** Runs the action that a request names; throws InvalidAction when the service does not support it. */
  async run(
    service: string,
    actions: ReadonlyMap<string, QueryAction>,
    { body }: Pick<HttpRequest, 'body'>,
  ): Promise<HttpResponse> {
    const form = new URLSearchParams(body.toString('utf8'));
    const name = form.get('Action') ?? '';
    const action = actions.get(name);
    if (!action) throw new ServiceError('InvalidAction', `The embedded ${service} does not support "${name}".`);
    return Promise.resolve(this.xml(200, `${name}Response`, element(`${name}Result`, action(form))));
  }

  /** The answer to an action that failed. */
  readonly error = (error: ServiceError): HttpResponse => {
    const fault = textElement('Type', error.status < 500 ? 'Sender' : 'Receiver');
    const about = element('Error', fault, textElement('Code', error.code), textElement('Message', error.message));
    return this.xml(error.status, 'ErrorResponse', about);
  };

  private xml(status: number, root: string, content: string): HttpResponse {
    const metadata = element('ResponseMetadata', textElement('RequestId', randomUUID()));
    return {
      status,
      headers: { 'content-type': 'text/xml' },
      body: `<${root} xmlns="${this.namespace}">${content}${metadata}</${root}>`,
    };
  }
}

/** A required parameter; throws when it is missing. */
export const required = (form: URLSearchParams, name: string): string => {
  const value = form.get(name);
  if (value === null) throw new ServiceError('InvalidParameter', `Invalid parameter: ${name} is missing.`);
  return value;
};
