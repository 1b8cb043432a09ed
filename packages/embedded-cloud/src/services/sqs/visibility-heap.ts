import type { Message } from './message';

/**
 * The messages of a queue by the time at which they become visible, earliest first. It is a binary heap that also maps
 * each message to its index, so that a message can be moved or removed.
 */
export class VisibilityHeap {
  private readonly heap: Message[] = [];
  private readonly positions = new Map<Message, { index: number; order: number }>();
  private nextOrder = 0;

  first(): Message | undefined {
    return this.heap[0];
  }

  /** Inserts or moves a message by its `visibleAt`, behind the messages with the same time. */
  put(message: Message): void {
    this.remove(message);
    this.positions.set(message, { index: this.heap.length, order: this.nextOrder++ });
    this.heap.push(message);
    this.rise(message);
  }

  remove(message: Message): void {
    const position = this.positions.get(message);
    const last = this.heap.at(-1);
    if (!position || !last) return;
    this.heap.pop();
    this.positions.delete(message);
    if (last === message) return;
    this.set(last, position.index);
    this.rise(last);
    this.sink(last);
  }

  clear(): void {
    this.heap.length = 0;
    this.positions.clear();
  }

  private rise(message: Message): void {
    for (let index = this.indexOf(message); index > 0;) {
      const parentIndex = (index - 1) >> 1;
      const parent = this.heap[parentIndex];
      if (!parent || this.isBefore(parent, message)) return;
      this.set(parent, index);
      this.set(message, parentIndex);
      index = parentIndex;
    }
  }

  private sink(message: Message): void {
    for (let index = this.indexOf(message); ;) {
      const [left, right] = [this.heap[2 * index + 1], this.heap[2 * index + 2]];
      const child = left && right && this.isBefore(right, left) ? right : left;
      if (!child || this.isBefore(message, child)) return;
      const childIndex = this.indexOf(child);
      this.set(child, index);
      this.set(message, childIndex);
      index = childIndex;
    }
  }

  private isBefore(a: Message, b: Message): boolean {
    if (a.visibleAt !== b.visibleAt) return a.visibleAt < b.visibleAt;
    return (this.positions.get(a)?.order ?? 0) < (this.positions.get(b)?.order ?? 0);
  }

  private indexOf(message: Message): number {
    return this.positions.get(message)?.index ?? 0;
  }

  private set(message: Message, index: number): void {
    this.heap[index] = message;
    const position = this.positions.get(message);
    if (position) position.index = index;
  }
}
