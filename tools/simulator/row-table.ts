const BLOCK_ROWS = 16_384;

/** Rows of numbers with eight bytes each. The table grows in blocks, so that it never copies rows. */
export class RowTable implements Iterable<readonly number[]> {
  private readonly blocks: Float64Array[] = [];
  private length = 0;

  constructor(private readonly columns: number) {}

  add(row: readonly number[]): void {
    const index = this.length % BLOCK_ROWS;
    if (index === 0) this.blocks.push(new Float64Array(BLOCK_ROWS * this.columns));
    this.blocks.at(-1)?.set(row, index * this.columns);
    this.length += 1;
  }

  *[Symbol.iterator](): Generator<readonly number[]> {
    for (let row = 0; row < this.length; row += 1) {
      const from = (row % BLOCK_ROWS) * this.columns;
      yield [...(this.blocks[Math.floor(row / BLOCK_ROWS)]?.subarray(from, from + this.columns) ?? [])];
    }
  }
}
