import { setTimeout as delay } from 'node:timers/promises';
import { isObject } from 'embedded-cloud/json';
import { markNumbers, type Row } from 'embedded-cloud/sql';
import { athenaText, type TrinoType, toTrinoType } from './athena-text';

/** The rows of a statement, in Athena's text format. */
export interface TrinoRows {
  readonly names: readonly string[];
  readonly types: readonly string[];
  readonly rows: readonly Row[];
}

/** A statement that Trino refused or that failed; the name is one of Trino's error codes. */
export class TrinoError extends Error {
  constructor(
    override readonly name: string,
    message: string,
  ) {
    super(message);
  }
}

const POLL_MS = 5;

/** Runs statements over Trino's HTTP API: https://trino.io/docs/current/develop/client-protocol.html */
export class TrinoClient {
  constructor(
    private readonly address: string,
    private readonly schema: string,
  ) {}

  /** Runs a statement; `parameters` are SQL literals for its question marks. Throws {@link TrinoError} when it fails. */
  async run(sql: string, parameters: readonly string[] = []): Promise<TrinoRows> {
    const text =
      parameters.length === 0 ? sql : `EXECUTE IMMEDIATE '${sql.replaceAll("'", "''")}' USING ${parameters.join(', ')}`;
    const columns: { readonly name: string; readonly text: string; readonly type: TrinoType }[] = [];
    const rows: Row[] = [];
    let page = await this.fetch(`${this.address}/v1/statement`, text);
    for (;;) {
      if (isObject(page['error'])) throw toError(page['error']);
      if (columns.length === 0) columns.push(...objectsIn(page['columns']).map(toColumn));
      for (const row of arrayOf(page['data'])) {
        rows.push(arrayOf(row).map((value, index) => athenaText(columns[index]?.type, value)));
      }
      if (typeof page['nextUri'] !== 'string') break;
      await delay(POLL_MS);
      page = await this.fetch(page['nextUri']);
    }
    return { names: columns.map(({ name }) => name), types: columns.map((column) => column.text), rows };
  }

  private async fetch(url: string, body?: string): Promise<Readonly<Record<string, unknown>>> {
    const headers = {
      'X-Trino-User': 'ci',
      'X-Trino-Catalog': 'hive',
      'X-Trino-Schema': this.schema,
      'X-Trino-Time-Zone': 'UTC',
    };
    const response = await fetch(url, {
      method: body === undefined ? 'GET' : 'POST',
      headers,
      ...(body === undefined ? {} : { body }),
    });
    const json = await response.text();
    const page: unknown = response.ok ? JSON.parse(markNumbers(json)) : undefined;
    if (!isObject(page)) throw new Error(`Trino answered ${response.status}: ${json}`);
    return page;
  }
}

const arrayOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const objectsIn = (value: unknown) => arrayOf(value).filter(isObject);

const toColumn = ({ name, type, typeSignature }: Readonly<Record<string, unknown>>) => ({
  name: String(name),
  text: String(type),
  type: toTrinoType(typeSignature),
});

const toError = ({ errorName, message }: Readonly<Record<string, unknown>>): TrinoError =>
  new TrinoError(String(errorName), String(message));
