import { join } from 'node:path';
import { workerScript } from '../worker-script';

let code: string | undefined;

/** The source of runtime.ts, bundled once. */
export const runtimeCode = (): string => (code ??= workerScript(join(__dirname, 'runtime.ts')));
