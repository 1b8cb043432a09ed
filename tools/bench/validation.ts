import { VIEWING } from '../../domain/families/viewing';
import { acceptEvents, readRequest } from '../../domain/ingest';
import { compare } from './compare';
import { sampleBody } from './sample-events';

const EVENTS = 100;

/** Compares checking a request of 100 events (envelope, duplicate keys, every field) with JSON.parse of its body alone. */
export const benchValidation = (now: number) => {
  const body = sampleBody(EVENTS, now);
  const checked = compare(
    () => {
      const request = readRequest(VIEWING, body);
      if ('reason' in request) throw new Error(request.reason);
      request.events.forEach((event, index) => VIEWING.parse(event, request.keyCounts[index]));
    },
    () => JSON.parse(body) as unknown,
  );
  const whole = compare(
    () => {
      const request = readRequest(VIEWING, body);
      if ('reason' in request) throw new Error(request.reason);
      acceptEvents(VIEWING, request, { receivedAt: now, pseudonymOf: () => ({ value: 'pseudonym', keyId: 'k1' }) });
    },
    () => JSON.parse(body) as unknown,
  );
  const validationCost = 1 / checked.speed - 1;
  return {
    parseAndValidateMsPer100Events: checked.subjectMs,
    parseMsPer100Events: checked.baselineMs,
    validationCostOverParsing: validationCost,
    acceptanceCostOverParsing: 1 / whole.speed - 1,
    target: 'validationCostOverParsing <= 0.30',
    ok: validationCost <= 0.3,
  };
};
