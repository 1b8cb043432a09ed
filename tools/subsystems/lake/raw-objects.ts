import { type Load, ratesOf } from '../../cost/load';
import type { StageTemplates } from '../../cost/stage-templates';
import { TemplateNode } from '../../cost/template-node';

/** The objects that Firehose writes to raw per second: it closes an object when its buffer is full or old enough. */
export const objectsPerSecond = (load: Load, templates: StageTemplates): number => {
  const { events, requests, recordBytes } = ratesOf(load);
  const { bufferMiB, seconds } = bufferOf(templates);
  return Math.max(events > 0 ? 1 / seconds : 0, (requests * recordBytes) / (bufferMiB * 2 ** 20));
};

/** The buffer of the delivery that reads the stream. */
export const bufferOf = (templates: StageTemplates) => {
  const delivery =
    templates
      .all('AWS::KinesisFirehose::DeliveryStream')
      .find((node) => node.has('KinesisStreamSourceConfiguration')) ?? TemplateNode.missing('delivery of the stream');
  const hints = delivery.in('ExtendedS3DestinationConfiguration').in('BufferingHints');
  return { bufferMiB: hints.number('SizeInMBs'), seconds: hints.number('IntervalInSeconds') };
};
