import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { STAGE_NAMES } from '../lib/stages';
import { engines, scripts } from '../package.json';

const GITHUB = join(__dirname, '../.github');
const WORKFLOWS = readdirSync(join(GITHUB, 'workflows'));

const read = (file: string): string => readFileSync(join(GITHUB, file), 'utf8');
const all = [...WORKFLOWS.map((file) => read(`workflows/${file}`)), read('actions/setup/action.yml')].join('\n');

/** The group of each match of a pattern with one group. */
const matches = (text: string, pattern: RegExp): readonly string[] =>
  [...text.matchAll(pattern)].map(([, caught = '']) => caught);

describe('the workflows', () => {
  it('use third-party actions at a fixed version, and project files that exist', () => {
    const used = matches(all, /uses: (\S+)/g);
    expect(used.length).toBeGreaterThan(0);
    for (const action of used) {
      if (action.startsWith('./.github/workflows/')) expect(WORKFLOWS).toContain(action.split('/').at(-1));
      else if (action !== './.github/actions/setup') expect(action).toMatch(/^[\w-]+\/[\w-]+@v\d+\.\d+\.\d+$/);
    }
  });

  it('run only scripts of package.json', () => {
    for (const script of matches(all, /npm run (\w+)/g)) expect(Object.keys(scripts)).toContain(script);
  });

  it.each(WORKFLOWS)('%s has no write permission except for the token that it exchanges', (file) => {
    const text = read(`workflows/${file}`);
    expect(text).toMatch(/^permissions:\n {2}contents: read$/m);
    expect(matches(text, /([\w-]+): write/g).filter((scope) => scope !== 'id-token')).toEqual([]);
    expect(text).not.toMatch(/secrets\.|pull_request_target/);
  });

  it('deploy the stages in the order of STAGE_NAMES', () => {
    expect(matches(read('workflows/deploy.yml'), /with: \{ stage: (\w+) \}/g)).toEqual(STAGE_NAMES);
    expect(matches(read('workflows/deploy.yml'), /needs: (\w+)/g)).toEqual(['check', 'dev', 'staging']);
  });

  it('test on the oldest supported version of Node, and on 22 and 24', () => {
    expect(matches(read('workflows/check.yml'), /node: \[(.+)\]/g)).toEqual(["'20', '22', '24'"]);
    expect(engines.node).toMatch(/^>=20\./);
  });
});
