import type { Faults } from 'embedded-cloud';
import { type HttpRequest, type HttpResponse, isForeignPage } from 'embedded-cloud/http';
import { json, methodNotAllowed } from './answers';
import { readFault, readForSeconds } from './read-fault';
import { TimedFaults } from './timed-faults';

/** The name of a service in a SigV4 credential scope. */
const SERVICE_NAME = /^[a-z][a-z0-9-]{0,39}$/;

/**
 * Answers /api/faults[/<service>]: GET lists the faults in force, PUT sets a fault (`?forSeconds=30` ends it on its
 * own), DELETE clears one or all. Each answers with the faults in force. `service` is undefined without a slash.
 */
export const faultsApi = (faults: Faults): ((request: HttpRequest, service?: string) => HttpResponse) => {
  const timed = new TimedFaults(faults);

  const put = (service: string, request: HttpRequest): HttpResponse => {
    const read = readFault(request.body);
    const lasting = readForSeconds(request.query.get('forSeconds'));
    if ('issues' in read) return json(400, { issues: read.issues });
    if ('issue' in lasting) return json(400, { issues: [lasting.issue] });
    timed.set(service, read.fault, lasting.forMs);
    return json(200, timed.inForce());
  };

  return (request, service) => {
    const { method } = request;
    if (service !== undefined && !SERVICE_NAME.test(service)) {
      return json(400, { issues: [{ field: 'service', reason: 'must be a service name, such as kinesis' }] });
    }
    if (method === 'GET' && service === undefined) return json(200, timed.inForce());
    if (method !== 'DELETE' && (method !== 'PUT' || service === undefined)) {
      return service === undefined ? methodNotAllowed('GET', 'DELETE') : methodNotAllowed('PUT', 'DELETE');
    }
    const refusal = refuseForeignPage(request);
    if (refusal) return refusal;
    if (method === 'PUT' && service !== undefined) return put(service, request);
    timed.clear(service);
    return json(200, timed.inForce());
  };
};

/**
 * Prevents other web pages from injecting faults: a browser sends JSON to another origin only after a preflight, which
 * is never granted here, and adds the page's origin to every request.
 */
const refuseForeignPage = (request: HttpRequest): HttpResponse | undefined => {
  if (isForeignPage(request)) return json(403, { message: 'Only this page may set faults.' });
  const mediaType = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  return mediaType === 'application/json' ? undefined : json(415, { message: 'Send application/json.' });
};
