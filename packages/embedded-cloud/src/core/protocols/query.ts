import { randomUUID } from 'node:crypto';
import type { HttpRequest, HttpResponse, OpenedRequest } from '../service';
import { readForm } from './form';
import { type Addressed, modelOf, type Protocol } from './protocol';
import { faultOf, queryCodeOf } from './query-errors';
import { element, textElement, writeMembers } from './xml';

/** The parameters of a request: the body of a POST, or the query string of a presigned GET. */
const formOf = ({ method, body, query: parameters }: HttpRequest): URLSearchParams =>
  method === 'GET' ? parameters : new URLSearchParams(body.toString('utf8'));

const openForm = (request: HttpRequest, service: Addressed): OpenedRequest => {
  const form = formOf(request);
  const operation = form.get('Action') ?? '';
  return { operation, read: () => readForm(form, modelOf(service).inputOf(operation)) };
};

/**
 * The Query protocol: requests are forms, answers are XML. Source:
 * https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */
export const query: Protocol = {
  open: openForm,
  write: (output, operation, service): HttpResponse => {
    const model = modelOf(service);
    const shape = model.outputOf(operation);
    const result = shape ? element(`${operation}Result`, writeMembers(output, shape)) : '';
    return xml(200, `${operation}Response`, model.namespace, (requestId) => {
      return result + element('ResponseMetadata', textElement('RequestId', requestId));
    });
  },
  error: (error, service): HttpResponse => {
    const [type, code] = [textElement('Type', faultOf(error)), textElement('Code', queryCodeOf(error, service))];
    const content = element('Error', type, code, textElement('Message', error.message));
    return xml(error.status, 'ErrorResponse', namespaceOf(service), (id) => content + textElement('RequestId', id));
  },
};

/** The Query protocol of EC2, whose XML differs. Source: https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html */
export const ec2Query: Protocol = {
  open: openForm,
  write: (output, operation, service): HttpResponse => {
    const model = modelOf(service);
    const shape = model.outputOf(operation);
    const content = shape ? writeMembers(output, shape) : textElement('return', 'true');
    return xml(200, `${operation}Response`, model.namespace, (id) => textElement('requestId', id) + content);
  },
  error: (error, service): HttpResponse => {
    const [code, message] = [queryCodeOf(error, service), error.message];
    const content = element('Error', textElement('Code', code), textElement('Message', message));
    return xml(error.status, 'Response', '', (id) => element('Errors', content) + textElement('RequestID', id));
  },
};

/** A service that does not run has no model; clients do not check the namespace of an error. */
const namespaceOf = ({ name, model }: Addressed): string => model?.().namespace ?? `https://${name}.amazonaws.com/`;

/** The answer has the id of the request in a header and in the document. */
const xml = (
  status: number,
  root: string,
  namespace: string,
  contentOf: (requestId: string) => string,
): HttpResponse => {
  const requestId = randomUUID();
  const attribute = namespace === '' ? '' : ` xmlns="${namespace}"`;
  return {
    status,
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
    body: `<${root}${attribute}>${contentOf(requestId)}</${root}>`,
  };
};
