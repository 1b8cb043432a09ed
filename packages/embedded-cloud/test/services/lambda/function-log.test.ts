import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FunctionLog } from '../../../src/services/lambda/function-log';

const MIB = 1024 * 1024;

describe('FunctionLog', () => {
  it('starts a new file after a few megabytes, and keeps only one earlier file', () => {
    const stateDir = mkdtempSync(join(tmpdir(), 'embedded-cloud-'));
    const log = new FunctionLog(stateDir, 'step');
    for (const letter of 'abcdefghijkl') log.write(letter.repeat(MIB));
    log.close();
    log.write('too late');
    const path = join(stateDir, 'logs', 'step.log');
    expect(statSync(`${path}.1`).size).toBe(5 * MIB);
    expect(readFileSync(path, 'utf8')).toMatch(/^k+l+$/);
    rmSync(stateDir, { recursive: true });
  });
});
