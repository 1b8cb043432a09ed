import { ServiceError } from '../../core/service';
import { Fields } from '../../core/fields';

/** When a message is given up and where it goes then. */
interface RedrivePolicy {
  readonly deadLetterTargetArn: string;
  readonly maxReceiveCount: number;
}

/** The attributes of a queue that a template or SetQueueAttributes sets; named as on the wire, times in seconds. */
export interface QueueSettings {
  readonly VisibilityTimeout: number;
  readonly DelaySeconds: number;
  readonly MessageRetentionPeriod: number;
  /** Bytes. */
  readonly MaximumMessageSize: number;
  readonly ReceiveMessageWaitTimeSeconds: number;
  readonly redrive?: RedrivePolicy | undefined;
}

/** SQS's own limit on a message and on a batch. */
export const MAX_MESSAGE_BYTES = 1024 * 1024;

/** By attribute: the least, the most, and what holds when nothing is said. */
const NUMBERS = {
  VisibilityTimeout: [0, 43_200, 30],
  DelaySeconds: [0, 900, 0],
  MessageRetentionPeriod: [60, 1_209_600, 345_600],
  MaximumMessageSize: [1_024, MAX_MESSAGE_BYTES, MAX_MESSAGE_BYTES],
  ReceiveMessageWaitTimeSeconds: [0, 20, 0],
} as const;

/** Every attribute that may be set. */
export const SETTABLE: readonly string[] = [...Object.keys(NUMBERS), 'RedrivePolicy'];

/** The settings in `fields`, and for what they don't name those of `base`. */
export const toSettings = (fields: Fields, base?: QueueSettings): QueueSettings => {
  const number = (name: keyof typeof NUMBERS): number => {
    const [least, most, otherwise] = NUMBERS[name];
    const value = fields.optionalNumber(name) ?? base?.[name] ?? otherwise;
    if (!Number.isInteger(value) || value < least || value > most) throw invalidAttribute(name);
    return value;
  };
  return {
    VisibilityTimeout: number('VisibilityTimeout'),
    DelaySeconds: number('DelaySeconds'),
    MessageRetentionPeriod: number('MessageRetentionPeriod'),
    MaximumMessageSize: number('MaximumMessageSize'),
    ReceiveMessageWaitTimeSeconds: number('ReceiveMessageWaitTimeSeconds'),
    redrive: fields.has('RedrivePolicy') ? toRedrive(fields.all['RedrivePolicy']) : base?.redrive,
  };
};

/** JSON text in the API, an object in a template; an empty text takes the policy away. */
const toRedrive = (policy: unknown): RedrivePolicy | undefined => {
  if (policy === '') return undefined;
  try {
    const fields = Fields.parse(typeof policy === 'string' ? policy : JSON.stringify(policy));
    const maxReceiveCount = fields.number('maxReceiveCount');
    if (!Number.isInteger(maxReceiveCount) || maxReceiveCount < 1 || maxReceiveCount > 1_000) {
      throw invalidAttribute('RedrivePolicy');
    }
    return { deadLetterTargetArn: fields.string('deadLetterTargetArn'), maxReceiveCount };
  } catch {
    throw invalidAttribute('RedrivePolicy');
  }
};

const invalidAttribute = (name: string): ServiceError =>
  new ServiceError('InvalidAttributeValue', `Invalid value for the parameter ${name}.`);
