import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { STAGE_NAMES } from '../lib/stages';
import { engines, scripts } from '../package.json';

const GITHUB = join(__dirname, '../.github');
const WORKFLOWS = readdirSync(join(GITHUB, 'workflows'));

const read = (file: string): string => readFileSync(join(GITHUB, file), 'utf8');
const all = [...WORKFLOWS.map((file) => read(`workflows/${file}`)), read('actions/setup/action.yml')].join('\n');

/** The group of each match of a pattern with one group. */
const matches = (text: string, pattern: RegExp): readonly string[] =>
  [...text.matchAll(pattern)].map(([, caught = '']) => caught);

interface Step {
  readonly run?: string;
}

interface Job {
  readonly if?: string;
  readonly needs?: string;
  readonly uses?: string;
  readonly steps?: readonly Step[];
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

/** A workflow; `on: event` is the short form of an event without settings. */
const parseWorkflow = (file: string): Workflow => {
  const workflow = parse(read(`workflows/${file}`)) as Omit<Workflow, 'on'> & { readonly on: Workflow['on'] | string };
  return { ...workflow, on: typeof workflow.on === 'string' ? { [workflow.on]: null } : workflow.on };
};

const stepsOf = (file: string, job: string): readonly Step[] => parseWorkflow(file).jobs[job]?.steps ?? [];

describe('the workflows', () => {
  it('pin third-party actions by the digest of a commit, and use project files that exist', () => {
    const used = matches(all, /uses: (.+)/g);
    expect(used.length).toBeGreaterThan(0);
    for (const action of used) {
      if (action.startsWith('./.github/workflows/')) expect(WORKFLOWS).toContain(action.split('/').at(-1));
      else if (action !== './.github/actions/setup') {
        expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
      }
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

  it('check pull requests from forks, and only those, because a push checks the others', () => {
    const { on, jobs } = parseWorkflow('check.yml');
    expect(Object.keys(on)).toContain('pull_request');
    for (const { if: condition } of Object.values(jobs)) {
      expect(condition).toBe(
        "github.event_name != 'pull_request' || github.event.pull_request.head.repo.full_name != github.repository",
      );
    }
  });

  it('give credentials to no pull request from a fork', () => {
    for (const file of WORKFLOWS.filter((name) => 'pull_request' in parseWorkflow(name).on)) {
      const { permissions, jobs } = parseWorkflow(file);
      const guarded = Object.values(jobs).every(({ if: condition = '' }) =>
        condition.includes('github.event.pull_request.head.repo.full_name == github.repository'),
      );
      expect([file, guarded || !('id-token' in permissions)]).toEqual([file, true]);
    }
  });

  it('roll back one stage without waiting for a check or for another stage', () => {
    const { on, jobs } = parseWorkflow('rollback.yml');
    expect(Object.keys(on)).toEqual(['workflow_dispatch']);
    expect(Object.values(jobs).map(({ needs, uses }) => [needs, uses])).toEqual([
      [undefined, './.github/workflows/deploy-stage.yml'],
    ]);
    expect(matches(read('workflows/rollback.yml'), /options: \[(.+)\]/g)).toEqual([STAGE_NAMES.join(', ')]);
  });

  it('run preflight before they deploy', () => {
    const commands = stepsOf('deploy-stage.yml', 'deploy').flatMap(({ run }) => (run === undefined ? [] : [run]));
    expect(commands.map((command) => /^npm run (\w+)/.exec(command)?.[1])).toEqual(['preflight', 'deploy', 'smoke']);
  });

  it.each([0, 1])('write the summary of a diff that exits with %d, and exit with the same code', (code) => {
    const folder = mkdtempSync(join(tmpdir(), 'diff-'));
    writeFileSync(join(folder, 'npm'), `#!/bin/sh\necho "Stack playhead-dev-ingest"\nexit ${code}\n`, { mode: 0o755 });
    const { run = '' } = stepsOf('diff.yml', 'diff').at(-1) ?? {};
    const summary = join(folder, 'summary.md');
    const env = { PATH: `${folder}:/usr/bin:/bin`, GITHUB_STEP_SUMMARY: summary, STAGE: 'dev' };
    const { status } = spawnSync('bash', ['-e', '-c', run], { cwd: folder, env }); // GitHub runs bash -e
    expect(readFileSync(summary, 'utf8')).toBe('```\nStack playhead-dev-ingest\n```\n');
    expect(status).toBe(code);
    rmSync(folder, { recursive: true });
  });

  it('test on the oldest supported version of Node, and on 22 and 24', () => {
    expect(matches(read('workflows/check.yml'), /node: \[(.+)\]/g)).toEqual(["'20', '22', '24'"]);
    expect(engines.node).toMatch(/^>=20\./);
  });
});

describe('the CloudFormation linter', () => {
  const CI = join(__dirname, '../.ci');

  it('runs after the synthesis, in .ci/run and in check.yml', () => {
    expect(readFileSync(join(CI, 'run'), 'utf8')).toMatch(/^npm run synth\n\.ci\/lint-templates$/m);
    const commands = stepsOf('check.yml', 'check').map(({ run }) => run);
    expect(commands.indexOf('.ci/lint-templates')).toBe(commands.indexOf('npm run check') + 1);
  });

  it('has a fixed version', () => {
    expect(readFileSync(join(CI, 'requirements.txt'), 'utf8')).toMatch(/^cfn-lint==\d+\.\d+\.\d+\n$/);
  });

  it('acknowledges no check without a reason', () => {
    const lines = readFileSync(join(CI, '../.cfnlintrc'), 'utf8').split('\n');
    const acknowledged = lines.flatMap((line, index) => (/^ {2}- [EWI]\d+$/.test(line) ? [index] : []));
    expect(acknowledged).not.toEqual([]);
    for (const index of acknowledged) expect(lines[index - 1]).toMatch(/^ {2}# \S/);
  });

  it('fails if Python is missing', () => {
    const folder = mkdtempSync(join(tmpdir(), 'no-python-'));
    const { status, stderr } = spawnSync('/bin/bash', [join(CI, 'lint-templates')], { env: { PATH: folder } });
    expect(stderr.toString()).toBe('python3 is missing; cfn-lint needs it.\n');
    expect(status).toBe(1);
    rmSync(folder, { recursive: true });
  });
});
