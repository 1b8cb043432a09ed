import { writeFileSync } from 'node:fs';
import { generatedDocs } from './generated-docs';

for (const [file, text] of generatedDocs()) writeFileSync(file, text);
