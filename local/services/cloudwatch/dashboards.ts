import { isObject, type JsonObject, ServiceError } from '../../service';
import { Fields } from '../fields';

/** Dashboards by name, as their templates declare them. */
export class Dashboards {
  /** JSON texts, intrinsic functions resolved. */
  readonly bodies = new Map<string, string>();

  /** Throws where the body is no JSON object with widgets. */
  add(name: string, body: string): void {
    const parsed = parse(body);
    if (!isObject(parsed) || !Array.isArray(parsed['widgets'])) {
      throw new ServiceError('InvalidParameterInput', `The body of dashboard ${name} is no JSON object with widgets.`);
    }
    this.bodies.set(name, body);
  }

  list(): JsonObject {
    const entries = [...this.bodies].map(([DashboardName, body]) => ({ DashboardName, Size: body.length }));
    return { DashboardEntries: entries };
  }

  get(input: JsonObject): JsonObject {
    const name = new Fields(input).string('DashboardName');
    const body = this.bodies.get(name);
    if (body === undefined) throw new ServiceError('ResourceNotFound', `There is no dashboard ${name}.`, 404);
    return { DashboardName: name, DashboardBody: body };
  }
}

const parse = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};
