import { writeFileSync } from 'node:fs';
import { writtenFiles } from './written-files';

const writeFiles = async (): Promise<void> => {
  for (const [file, text] of await writtenFiles()) writeFileSync(file, text);
};

void writeFiles();
