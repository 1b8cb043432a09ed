import { AWS_LIMITS, type Limits } from '../../core/limits';
import { ServiceError } from '../../core/service';
import { Fields } from '../../core/fields';

/** After how many receives a message moves to which dead-letter queue. */
interface RedrivePolicy {
  readonly deadLetterTargetArn: string;
  readonly maxReceiveCount: number;
}

/** The attributes that a template or SetQueueAttributes sets, named as on the wire; times are in seconds. */
export interface QueueSettings {
  readonly VisibilityTimeout: number;
  readonly DelaySeconds: number;
  readonly MessageRetentionPeriod: number;
  /** Bytes. */
  readonly MaximumMessageSize: number;
  readonly ReceiveMessageWaitTimeSeconds: number;
  readonly redrive?: RedrivePolicy | undefined;
}

/** The allowed values of each numeric attribute, and its value when none is given. */
export const SETTING_RANGES = {
  VisibilityTimeout: { min: 0, max: 43_200, default: 30 },
  DelaySeconds: { min: 0, max: 900, default: 0 },
  MessageRetentionPeriod: { min: 60, max: 1_209_600, default: 345_600 },
  MaximumMessageSize: { min: 1_024, max: AWS_LIMITS.messageBytes, default: AWS_LIMITS.messageBytes },
  ReceiveMessageWaitTimeSeconds: { min: 0, max: 20, default: 0 },
} as const;

/** The size of the largest message: a queue's own size holds, the quota may be turned off. */
export const maxMessageBytes = ({ MaximumMessageSize }: QueueSettings, { messageBytes }: Limits): number =>
  MaximumMessageSize === SETTING_RANGES.MaximumMessageSize.max ? messageBytes : MaximumMessageSize;

/** The names of the attributes that can be set. */
export const SETTABLE: readonly string[] = [...Object.keys(SETTING_RANGES), 'RedrivePolicy'];

/** Reads the settings in `fields`; a setting that they do not contain keeps its value in `base`. */
export const toSettings = (fields: Fields, base?: QueueSettings): QueueSettings => {
  const number = (name: keyof typeof SETTING_RANGES): number => {
    const range = SETTING_RANGES[name];
    const value = fields.optionalNumber(name) ?? base?.[name] ?? range.default;
    if (!Number.isInteger(value) || value < range.min || value > range.max) throw invalidAttribute(name);
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

/** Reads a redrive policy: JSON text in the API, an object in a template. An empty text removes the policy. */
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
