import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { context } from '../cdk.json';
import { PlayheadStage } from '../lib/app';
import { storedViewerData } from '../lib/foundation/stored-viewer-data';
import { runbookPage } from '../lib/operations';
import { type StageName, STAGES } from '../lib/stages';
import { costBlocks } from '../tools/cost/documents';
import { StageTemplates, type Template } from '../tools/cost/stage-templates';
import { type Blocks, withBlocks } from '../tools/docs/blocks';
import { detectionTimesBlock } from '../tools/docs/detection-times';
import { fieldBlocks, jsonSchemas } from '../tools/docs/event-families';
import { serviceLimitsBlock } from '../tools/docs/service-limits';
import { survivingNamesBlock } from '../tools/docs/surviving-names';
import { viewerDataBlock } from '../tools/docs/viewer-data';

const DOCS = join(__dirname, '../docs');
const EMBEDDED_CLOUD = join(__dirname, '../packages/embedded-cloud/README.md');

/** A stage without its bundles, which the docs do not need. */
const createStage = (name: StageName): PlayheadStage =>
  new PlayheadStage(new App({ context: { ...context, 'aws:cdk:bundling-stacks': [] } }), STAGES[name], {});

const synthesize = (name: StageName): readonly Template[] =>
  createStage(name)
    .synth()
    .stacks.map(({ template }) => template as Template);

/**
 * Every generated document by its path: the runbook, the JSON Schemas, and the documents that contain generated blocks.
 */
export const generatedDocs = (): ReadonlyMap<string, string> => {
  const prod = createStage('prod');
  const templates = { dev: synthesize('dev'), staging: synthesize('staging'), prod: synthesize('prod') };
  const blocks: Blocks = new Map([
    ['viewer-data', viewerDataBlock(storedViewerData(prod))],
    ...fieldBlocks(),
    ['surviving-names', survivingNamesBlock(templates.prod)],
    ['service-limits', serviceLimitsBlock()],
    ['detection-times', detectionTimesBlock()],
    ...costBlocks((name) => new StageTemplates(templates[name])),
  ]);
  const withGenerated = (file: string): readonly [string, string] => [
    file,
    withBlocks(readFileSync(file, 'utf8'), blocks),
  ];
  return new Map([
    [join(DOCS, 'runbook.md'), runbookPage(prod)],
    ...jsonSchemas().map(([name, text]) => [join(DOCS, name), text] as const),
    ...['deploying.md', 'erasure.md', 'events.md', 'quality.md', 'scale.md'].map((name) =>
      withGenerated(join(DOCS, name)),
    ),
    withGenerated(EMBEDDED_CLOUD),
  ]);
};
