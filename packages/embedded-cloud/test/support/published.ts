import type { Service } from '../../src/core/service';

/** The metrics that a service publishes since the last call: values by `AWS/Lambda Errors{FunctionName=step} Count`. */
export const publishedBy = async (service: Service): Promise<Record<string, readonly number[]>> => {
  const metrics = (await service.serviceMetrics?.()) ?? [];
  return Object.fromEntries(
    metrics.map(({ namespace, name, dimensions, unit, values }) => {
      const about = Object.entries(dimensions).map(([dimension, value]) => `${dimension}=${value}`);
      return [`${namespace} ${name}{${about.join()}} ${unit}`, values];
    }),
  );
};
