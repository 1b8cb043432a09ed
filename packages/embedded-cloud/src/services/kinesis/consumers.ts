import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Fields } from '../../core/fields';
import { ServiceError } from '../../core/service';
import { writeAtomically } from '../../core/write-atomically';

/** The most registered consumers of a stream. Source: the API reference of RegisterStreamConsumer. */
const MAX_CONSUMERS = 20;

/** A registered consumer, which reads by enhanced fan-out. */
export interface Consumer {
  readonly name: string;
  readonly arn: string;
  /** Epoch s. */
  readonly createdAt: number;
}

/** The registered consumers of one stream, in the file `consumers.json` of the stream's folder. */
export class Consumers {
  private stored: readonly Consumer[] | undefined;

  constructor(
    private readonly folder: string,
    private readonly streamArn: string,
    private readonly now: () => number,
  ) {}

  get all(): readonly Consumer[] {
    return (this.stored ??= this.read());
  }

  /** Throws ResourceNotFoundException when there is no consumer of this name or ARN. */
  get(nameOrArn: string): Consumer {
    const consumer = this.all.find(({ name, arn }) => name === nameOrArn || arn === nameOrArn);
    if (consumer) return consumer;
    const message = `Consumer ${nameOrArn} of stream ${this.streamArn} not found.`;
    throw new ServiceError('ResourceNotFoundException', message);
  }

  register(name: string): Consumer {
    if (this.all.some((consumer) => consumer.name === name)) {
      throw new ServiceError('ResourceInUseException', `Consumer ${name} of stream ${this.streamArn} already exists.`);
    }
    if (this.all.length >= MAX_CONSUMERS) {
      const message = `A stream has at most ${MAX_CONSUMERS} registered consumers.`;
      throw new ServiceError('LimitExceededException', message);
    }
    const createdAt = Math.floor(this.now() / 1_000);
    const consumer = { name, createdAt, arn: `${this.streamArn}/consumer/${name}:${createdAt}` };
    this.save([...this.all, consumer]);
    return consumer;
  }

  remove({ arn }: Consumer): void {
    this.save(this.all.filter((consumer) => consumer.arn !== arn));
  }

  private get path(): string {
    return join(this.folder, 'consumers.json');
  }

  private read(): readonly Consumer[] {
    if (!existsSync(this.path)) return [];
    return Fields.parse(readFileSync(this.path, 'utf8'))
      .objects('consumers')
      .map((stored) => ({
        name: stored.string('name'),
        arn: stored.string('arn'),
        createdAt: stored.number('createdAt'),
      }));
  }

  private save(consumers: readonly Consumer[]): void {
    this.stored = consumers;
    mkdirSync(this.folder, { recursive: true });
    writeAtomically(this.path, JSON.stringify({ consumers }));
  }
}
