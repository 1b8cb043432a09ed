import { isObject, type JsonObject, ServiceError, type Surroundings } from '../../core/service';
import { Fields } from '../../core/fields';

/** The dashboards that the templates declare. */
export class Dashboards {
  /** The bodies by dashboard name: JSON text with resolved intrinsic functions. */
  readonly bodies = new Map<string, string>();
  private readonly changedAt = new Map<string, number>();

  constructor(private readonly surroundings: Surroundings) {}

  /** Adds or replaces a dashboard; throws when the body is not a JSON object with widgets. */
  add(name: string, body: string, now: number): void {
    const parsed = parse(body);
    if (!isObject(parsed) || !Array.isArray(parsed['widgets'])) {
      throw new ServiceError(
        'InvalidParameterInput',
        `The body of dashboard ${name} is not a JSON object with widgets.`,
      );
    }
    this.bodies.set(name, body);
    this.changedAt.set(name, now);
  }

  /** ListDashboards, by prefix. */
  list(input: JsonObject): JsonObject {
    const prefix = new Fields(input).optionalString('DashboardNamePrefix') ?? '';
    const found = [...this.bodies].filter(([name]) => name.startsWith(prefix));
    return {
      DashboardEntries: found.map(([name, body]) => ({
        DashboardName: name,
        DashboardArn: this.arnOf(name),
        LastModified: (this.changedAt.get(name) ?? 0) / 1_000,
        Size: Buffer.byteLength(body),
      })),
    };
  }

  /** GetDashboard. */
  get(input: JsonObject): JsonObject {
    const name = new Fields(input).string('DashboardName');
    const body = this.bodies.get(name);
    if (body === undefined)
      throw new ServiceError('DashboardNotFoundError', `The dashboard ${name} does not exist.`, 404);
    return { DashboardName: name, DashboardArn: this.arnOf(name), DashboardBody: body };
  }

  private arnOf(name: string): string {
    return `arn:aws:cloudwatch::${this.surroundings.accountId}:dashboard/${name}`;
  }
}

const parse = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};
