import { cp, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureAssembly } from '../../../tools/local/assembly';

const ROOT = join(__dirname, '../../..');
const CONSTRUCT = 'lib/foundation/handler.ts';

/** A copy of some of the project's sources, and a count of the assemblies that were written of it. */
class Project {
  written = 0;

  private constructor(readonly folder: string) {}

  static async create(): Promise<Project> {
    const folder = await mkdtemp(join(tmpdir(), 'playhead-assembly-'));
    for (const part of ['lib', 'sql', 'cdk.json', 'package-lock.json', 'docs']) {
      await cp(join(ROOT, part), join(folder, part), { recursive: true });
    }
    return new Project(folder);
  }

  get assemblyDir(): string {
    return join(this.folder, '.playhead/cdk.out');
  }

  ensure(stage = 'dev', environment: NodeJS.ProcessEnv = {}, fails = false): Promise<'reused' | 'synthesized'> {
    const write = async (folder: string): Promise<void> => {
      this.written += 1;
      await cp(join(this.folder, 'lib/app.ts'), join(folder, 'app.ts'), { recursive: true });
      if (fails) throw new Error('no such construct');
    };
    return ensureAssembly({ root: this.folder, assemblyDir: this.assemblyDir, stage, environment, write });
  }

  async append(file: string): Promise<void> {
    await writeFile(join(this.folder, file), `${await readFile(join(this.folder, file), 'utf8')}\n// changed`);
  }
}

describe('ensureAssembly', () => {
  let project: Project;

  beforeEach(async () => {
    project = await Project.create();
  });

  afterEach(() => rm(project.folder, { recursive: true }));

  it('reuses the assembly of unchanged sources', async () => {
    expect(await project.ensure()).toBe('synthesized');
    expect(await project.ensure()).toBe('reused');
    expect(project.written).toBe(1);
  });

  it.each([CONSTRUCT, 'sql/lake/viewing-events.sql', 'cdk.json', 'package-lock.json'])(
    'notices a changed %s',
    async (file) => {
      await project.ensure();
      await project.append(file);
      expect(await project.ensure()).toBe('synthesized');
      expect(await project.ensure()).toBe('reused');
    },
  );

  it('notices that a file was added, renamed or removed', async () => {
    await project.ensure();
    await cp(join(project.folder, CONSTRUCT), join(project.folder, 'lib/foundation/other.ts'));
    expect(await project.ensure()).toBe('synthesized');
    await rm(join(project.folder, 'lib/foundation/other.ts'));
    expect(await project.ensure()).toBe('synthesized');
  });

  it('notices another stage and another account', async () => {
    await project.ensure('dev');
    expect(await project.ensure('staging')).toBe('synthesized');
    expect(await project.ensure('staging', { CDK_DEFAULT_ACCOUNT: '111111111111' })).toBe('synthesized');
    expect(await project.ensure('staging', { CDK_DEFAULT_ACCOUNT: '111111111111', HOME: '/' })).toBe('reused');
  });

  it('ignores files that a synthesis does not read', async () => {
    await project.ensure();
    await project.append('docs/runbook.md');
    expect(await project.ensure()).toBe('reused');
  });

  it('does not reuse what a failed synthesis wrote', async () => {
    await expect(project.ensure('dev', {}, true)).rejects.toThrow('no such construct');
    await expect(stat(project.assemblyDir)).rejects.toThrow('ENOENT');
    expect(await project.ensure()).toBe('synthesized');
  });

  it('leaves nothing of the previous assembly', async () => {
    await project.ensure();
    await writeFile(join(project.assemblyDir, 'old-template.json'), '{}');
    await project.append(CONSTRUCT);
    await project.ensure();
    await expect(stat(join(project.assemblyDir, 'old-template.json'))).rejects.toThrow('ENOENT');
  });
});
