declare module 'dynalite' {
  import type { Server } from 'node:http';

  /** An HTTP server that plays DynamoDB over a LevelDB folder; closing it closes the database. */
  export default function dynalite(options: {
    readonly path: string;
    readonly createTableMs: number;
    readonly deleteTableMs: number;
    readonly updateTableMs: number;
  }): Server;
}
