import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { context } from '../cdk.json';
import { PlayheadStage } from '../lib/app';
import { runbookPage, storedViewerData } from '../lib/operations';
import { STAGES } from '../lib/stages';
import { type Blocks, withBlocks } from '../tools/docs/blocks';
import { viewerDataBlock } from '../tools/docs/viewer-data';

const DOCS = join(__dirname, '../docs');

/** Every generated document by its path: the runbook as a whole, and the documents with generated blocks. */
export const generatedDocs = (): ReadonlyMap<string, string> => {
  const app = new App({ context: { ...context, 'aws:cdk:bundling-stacks': [] } });
  const stage = new PlayheadStage(app, STAGES.prod, {});
  const blocks: Blocks = new Map([['viewer-data', viewerDataBlock(storedViewerData(stage))]]);
  return new Map([
    [join(DOCS, 'runbook.md'), runbookPage(stage)],
    ...['erasure.md'].map((name) => {
      const file = join(DOCS, name);
      return [file, withBlocks(readFileSync(file, 'utf8'), blocks)] as const;
    }),
  ]);
};
