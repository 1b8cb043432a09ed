import type { HttpRequest, HttpResponse, JsonObject, OpenedRequest, Service } from '../service';
import { ServiceError } from '../service-error';
import type { ApiModel } from './api-model';

/** The service that a request addresses, as protocols see it; a service that does not run has no model. */
export type Addressed = Pick<Service, 'name' | 'model'>;

/**
 * A wire protocol of AWS. Operations take and return JSON as awsJson has it: blobs in base64, timestamps as epoch
 * seconds. A protocol reads a request into that form, and writes outputs and errors from it.
 */
export interface Protocol {
  /** Throws a ServiceError when the request is malformed. The body is not compressed. */
  open(request: HttpRequest, service: Addressed): OpenedRequest;
  /** Throws a ServiceError when the service does not answer in this protocol. */
  write(output: JsonObject, operation: string, service: Addressed): HttpResponse;
  error(error: ServiceError, service: Addressed): HttpResponse;
}

/** The model of a service; throws for one without a model, which answers in JSON only. */
export const modelOf = ({ name, model }: Addressed): ApiModel => {
  if (model) return model();
  throw new ServiceError('SerializationException', `The embedded ${name} does not answer in this protocol.`);
};
