import { closeSync, fstatSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { Fields } from '../../core/fields';
import { type Message, toAttributes } from './message';

/** A journal is rewritten once it is this much larger than what it was after the last time. */
const GROWTH_BYTES = 16 * 1024 * 1024;

/**
 * The messages of one queue on disk: each line is a message as it is from then on, or what changed in it. A line is handed to
 * the operating system before the call that it records is answered, so it outlives the process (not the machine).
 */
export class Journal {
  private file: number;
  private bytes: number;
  private bytesWhenRewritten = 0;

  constructor(private readonly path: string) {
    this.file = openSync(path, 'a');
    this.bytes = fstatSync(this.file).size;
  }

  /** The messages as the last line left them, in the order in which they were sent. */
  read(): Map<string, Message> {
    const messages = new Map<string, Message>();
    const content = readFileSync(this.path);
    for (let start = 0, end = content.indexOf('\n'); end >= 0; start = end + 1, end = content.indexOf('\n', start)) {
      const fields = parse(content.toString('utf8', start, end));
      if (!fields) continue;
      const id = fields.string('id');
      const message = messages.get(id);
      if (fields.has('body')) messages.set(id, toMessage(fields));
      else if (!fields.has('visibleAt')) messages.delete(id);
      else if (message) Object.assign(message, changeIn(fields));
    }
    return messages;
  }

  add(message: Message): void {
    this.append(JSON.stringify(message));
  }

  change({ id, visibleAt, receiveCount, firstReceivedAt }: Message): void {
    this.append(JSON.stringify({ id, visibleAt, receiveCount, firstReceivedAt }));
  }

  remove({ id }: Message): void {
    this.append(JSON.stringify({ id }));
  }

  /** Whether enough has gathered for `rewrite` to be worth its time. */
  get hasGrown(): boolean {
    return this.bytes > GROWTH_BYTES + 2 * this.bytesWhenRewritten;
  }

  /** Forgets all but these messages. */
  rewrite(messages: Iterable<Message>): void {
    const file = openSync(`${this.path}.new`, 'w');
    this.bytes = 0;
    for (const message of messages) this.bytes += writeSync(file, `${JSON.stringify(message)}\n`);
    this.bytesWhenRewritten = this.bytes;
    renameSync(`${this.path}.new`, this.path); // from here on the file that is open is the journal
    closeSync(this.file);
    this.file = file;
  }

  close(): void {
    closeSync(this.file);
  }

  private append(line: string): void {
    this.bytes += writeSync(this.file, `${line}\n`);
  }
}

const parse = (line: string): Fields | undefined => {
  try {
    return Fields.parse(line);
  } catch {
    return undefined; // spoilt, by a power failure perhaps: the other lines still hold
  }
};

const changeIn = (fields: Fields): Pick<Message, 'visibleAt' | 'receiveCount' | 'firstReceivedAt'> => ({
  visibleAt: fields.number('visibleAt'),
  receiveCount: fields.number('receiveCount'),
  firstReceivedAt: fields.optionalNumber('firstReceivedAt'),
});

const toMessage = (fields: Fields): Message => ({
  id: fields.string('id'),
  body: fields.string('body'),
  attributes: toAttributes(fields.object('attributes')),
  systemAttributes: toAttributes(fields.object('systemAttributes')),
  sentAt: fields.number('sentAt'),
  deadLetterSourceArn: fields.optionalString('deadLetterSourceArn'),
  ...changeIn(fields),
});
