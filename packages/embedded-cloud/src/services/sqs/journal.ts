import { closeSync, fstatSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { Fields } from '../../core/fields';
import { type Message, toAttributes } from './message';

/** A journal is rewritten when it exceeds twice its size after the last rewrite by this much. */
const GROWTH_BYTES = 16 * 1024 * 1024;

/**
 * The messages of one queue on disk. Each line is a new message, a change of a message or its removal. A line is
 * written before the call that it records is answered, so it survives a crash of the process, but not of the machine.
 */
export class Journal {
  private file: number;
  private bytes: number;
  private bytesWhenRewritten = 0;

  constructor(private readonly path: string) {
    this.file = openSync(path, 'a');
    this.bytes = fstatSync(this.file).size;
  }

  /** Reads the current messages, in the order in which they were sent. */
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

  /** Whether the journal has grown enough to make `rewrite` worthwhile. */
  get hasGrown(): boolean {
    return this.bytes > GROWTH_BYTES + 2 * this.bytesWhenRewritten;
  }

  /** Replaces the content of the journal by these messages. */
  rewrite(messages: Iterable<Message>): void {
    const file = openSync(`${this.path}.new`, 'w');
    this.bytes = 0;
    for (const message of messages) this.bytes += writeSync(file, `${JSON.stringify(message)}\n`);
    this.bytesWhenRewritten = this.bytes;
    renameSync(`${this.path}.new`, this.path); // the open file is now the journal
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
    return undefined; // a corrupt line, for example after a power failure: the other lines stay valid
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
