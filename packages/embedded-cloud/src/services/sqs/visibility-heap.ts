import type { Message } from './message';

/**
 * The messages of a queue by the time at which they may be received, the earliest first; sent messages and those that
 * became visible again stand in one line. A binary heap in which each message knows its place, so that it can be moved.
 */
export class VisibilityHeap {
  private readonly heap: Message[] = [];
  private readonly places = new Map<Message, { index: number; order: number }>();
  private order = 0;

  first(): Message | undefined {
    return this.heap[0];
  }

  /** Lines a message up by its `visibleAt`, behind those of the same time. */
  put(message: Message): void {
    this.remove(message);
    this.places.set(message, { index: this.heap.length, order: this.order++ });
    this.heap.push(message);
    this.rise(message);
  }

  remove(message: Message): void {
    const place = this.places.get(message);
    const last = this.heap.at(-1);
    if (!place || !last) return;
    this.heap.pop();
    this.places.delete(message);
    if (last === message) return;
    this.set(last, place.index);
    this.rise(last);
    this.sink(last);
  }

  clear(): void {
    this.heap.length = 0;
    this.places.clear();
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
    return (this.places.get(a)?.order ?? 0) < (this.places.get(b)?.order ?? 0);
  }

  private indexOf(message: Message): number {
    return this.places.get(message)?.index ?? 0;
  }

  private set(message: Message, index: number): void {
    this.heap[index] = message;
    const place = this.places.get(message);
    if (place) place.index = index;
  }
}
