import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseTrace, readTrace } from '../../../tools/simulator/trace';

const HEADER =
  'session_id,content_id,category,start_epoch_s,media_s,wall_s,stall_count,s_144p,s_240p,s_360p,s_480p,s_720p,switches';
const parse = (...rows: string[]) => parseTrace([HEADER, ...rows, ''].join('\n'), 'trace.csv');

describe('parseTrace', () => {
  it('divides the total wait into a startup and stalls of equal length', () => {
    const { shapes, problems } = parse('s,c,x,0,100.0,112.0,3,0.0,0.0,100.0,0.0,0.0,0');
    expect(problems).toEqual([]);
    expect(shapes).toEqual([
      {
        startupMs: 4_000,
        stallsMs: [4_000, 4_000],
        playingMs: 100_000,
        renditions: [{ bitrateKbps: 500, durationMs: 100_000 }],
        toTheEnd: true,
      },
    ]);
  });

  it('keeps the number of rendition changes and the time of each rendition', () => {
    const [shape] = parse('s,c,x,0,100.0,101.0,1,0.0,40.0,60.0,0.0,0.0,3').shapes;
    expect(shape?.renditions).toEqual([
      { bitrateKbps: 250, durationMs: 20_000 },
      { bitrateKbps: 500, durationMs: 30_000 },
      { bitrateKbps: 250, durationMs: 20_000 },
      { bitrateKbps: 500, durationMs: 30_000 },
    ]);
  });

  it('recognizes a session that ended early', () => {
    const [shape] = parse('s,c,x,0,100.0,41.0,1,0.0,40.0,0.0,0.0,0.0,0').shapes;
    expect(shape).toMatchObject({ playingMs: 40_000, startupMs: 1_000, stallsMs: [], toTheEnd: false });
  });

  it('names the file, the line and the column of an unreadable value', () => {
    const good = 's,c,x,0,100.0,112.0,3,0.0,0.0,100.0,0.0,0.0,0';
    const { shapes, problems } = parse(good, good.replace('112.0', 'soon'), good.replace(',3,', ',,'));
    expect(shapes).toHaveLength(1);
    expect(problems).toEqual([
      'trace.csv:3: wall_s is "soon", not a number of 0 or more.',
      'trace.csv:4: stall_count is "", not a number of 0 or more.',
    ]);
  });

  it('names missing columns', () => {
    const { problems } = parseTrace('media_s,wall_s\n1,2\n', 'trace.csv');
    expect(problems[0]).toBe('trace.csv:1: the column stall_count is missing.');
    expect(problems).toHaveLength(7);
  });

  it('reports a file without sessions', () => {
    expect(parse().problems).toEqual(['trace.csv:1: the file contains no session.']);
  });
});

describe('readTrace', () => {
  it('throws with the problems of the file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'trace-'));
    const file = join(folder, 'bad.csv');
    writeFileSync(file, `${HEADER}\ns,c,x,0,-1,112.0,3,0.0,0.0,100.0,0.0,0.0,0\n`);
    expect(() => readTrace(file)).toThrow(`${file}:2: media_s is "-1"`);
    rmSync(folder, { recursive: true });
  });
});
