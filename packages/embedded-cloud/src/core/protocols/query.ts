import { randomUUID } from 'node:crypto';
import type { HttpRequest, HttpResponse } from '../service';
import { modelOf } from './api-model';
import { readForm } from './form';
import type { Addressed, OpenedRequest, Protocol } from './protocol';
import { faultOf, queryCodeOf } from './query-errors';
import { element, textElement, writeMembers } from './xml';

/**
 * The Query protocol: requests are forms, answers are XML. Source:
 * https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */
export const query: Protocol = {
  open: (request, service) => openForm(request, service),
  write: (output, operation, service): HttpResponse => {
    const model = modelOf(service);
    const shape = model.outputOf(operation);
    const result = shape ? element(`${operation}Result`, writeMembers(output, shape)) : '';
    const metadata = element('ResponseMetadata', textElement('RequestId', randomUUID()));
    return xml(200, `${operation}Response`, model.namespace, result + metadata);
  },
  error: (error, service): HttpResponse => {
    const [type, code] = [textElement('Type', faultOf(error)), textElement('Code', queryCodeOf(error, service))];
    const content = element('Error', type, code, textElement('Message', error.message));
    const metadata = textElement('RequestId', randomUUID());
    return xml(error.status, 'ErrorResponse', namespaceOf(service), content + metadata);
  },
};

/** The Query protocol of EC2, whose XML differs. Source: https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html */
export const ec2Query: Protocol = {
  open: query.open,
  write: (output, operation, service): HttpResponse => {
    const model = modelOf(service);
    const shape = model.outputOf(operation);
    const content = shape ? writeMembers(output, shape) : textElement('return', 'true');
    return xml(200, `${operation}Response`, model.namespace, textElement('requestId', randomUUID()) + content);
  },
  error: (error, service): HttpResponse => {
    const [code, message] = [queryCodeOf(error, service), error.message];
    const content = element('Error', textElement('Code', code), textElement('Message', message));
    return xml(error.status, 'Response', '', element('Errors', content) + textElement('RequestID', randomUUID()));
  },
};

/** The parameters of a request: the body of a POST, or the query string of a presigned GET. */
export const formOf = ({ method, body, query: parameters }: HttpRequest): URLSearchParams =>
  method === 'GET' ? parameters : new URLSearchParams(body.toString('utf8'));

const openForm = (request: HttpRequest, service: Addressed): OpenedRequest => {
  const form = formOf(request);
  const operation = form.get('Action') ?? '';
  return { operation, read: () => readForm(form, modelOf(service).inputOf(operation)) };
};

/** A service that does not run has no model; clients do not check the namespace of an error. */
const namespaceOf = ({ name, model }: Addressed): string => model?.().namespace ?? `https://${name}.amazonaws.com/`;

const xml = (status: number, root: string, namespace: string, content: string): HttpResponse => ({
  status,
  headers: { 'content-type': 'text/xml' },
  body: `<${root}${namespace === '' ? '' : ` xmlns="${namespace}"`}>${content}</${root}>`,
});
