import { randomUUID } from 'node:crypto';
import { type HttpRequest, type HttpResponse, ServiceError } from './service';

/** An XML element with its content, which is XML already. */
export const element = (name: string, ...content: readonly string[]): string =>
  `<${name}>${content.join('')}</${name}>`;

/** An XML element that holds a text. */
export const textElement = (name: string, text: string): string => element(name, escaped(text));

/** A list as the query protocol writes it. */
export const list = (name: string, members: readonly string[]): string =>
  element(name, ...members.map((member) => element('member', member)));

const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replace(/[^\P{Cc}\t\n\r]/gu, '\ufffd'); // XML can't hold other control characters, however they are written

/** An action of a service: reads a form and returns its result as XML. */
export type QueryAction = (form: URLSearchParams) => string;

/** The query protocol of one service: a form in, XML out, in the namespace of the service's API version. */
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

  /** What any action answers when it fails. */
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

/** A parameter that an action can't do without. */
export const needed = (form: URLSearchParams, name: string): string => {
  const value = form.get(name);
  if (value === null) throw new ServiceError('InvalidParameter', `Invalid parameter: ${name} is missing.`);
  return value;
};
