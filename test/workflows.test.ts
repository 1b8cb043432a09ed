import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { STAGE_NAMES } from '../lib/stages';
import { scripts } from '../package.json';

const GITHUB = join(__dirname, '../.github');
const WORKFLOWS = readdirSync(join(GITHUB, 'workflows'));

const read = (file: string): string => readFileSync(join(GITHUB, file), 'utf8');
const all = [...WORKFLOWS.map((file) => read(`workflows/${file}`)), read('actions/setup/action.yml')].join('\n');

/** What each match of a pattern with one group caught. */
const matches = (text: string, pattern: RegExp): readonly string[] =>
  [...text.matchAll(pattern)].map(([, caught = '']) => caught);

describe('the workflows', () => {
  it('use actions of others at one version each, and files of ours that are there', () => {
    const used = matches(all, /uses: (\S+)/g);
    expect(used.length).toBeGreaterThan(0);
    for (const action of used) {
      if (action.startsWith('./.github/workflows/')) expect(WORKFLOWS).toContain(action.split('/').at(-1));
      else if (action !== './.github/actions/setup') expect(action).toMatch(/^[\w-]+\/[\w-]+@v\d+\.\d+\.\d+$/);
    }
  });

  it('run scripts that there are', () => {
    for (const script of matches(all, /npm run (\w+)/g)) expect(Object.keys(scripts)).toContain(script);
  });

  it.each(WORKFLOWS)('%s may write nothing: a token to exchange is the most it gets', (file) => {
    const text = read(`workflows/${file}`);
    expect(text).toMatch(/^permissions:\n {2}contents: read$/m);
    expect(matches(text, /([\w-]+): write/g).filter((scope) => scope !== 'id-token')).toEqual([]);
    expect(text).not.toMatch(/secrets\.|pull_request_target/);
  });

  it('deploy the stages in the order in which a change goes through them', () => {
    expect(matches(read('workflows/deploy.yml'), /with: \{ stage: (\w+) \}/g)).toEqual(STAGE_NAMES);
    expect(matches(read('workflows/deploy.yml'), /needs: (\w+)/g)).toEqual(['check', 'dev', 'staging']);
  });
});
