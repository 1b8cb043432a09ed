import { defineCommand } from '../command/command';
import { STATE_FOLDER } from '../local/state-folder';
import { Terminal } from '../local/terminal';
import { readTrace } from '../simulator/trace';
import { fillLake } from './fill-lake';
import { planHistory } from './history-plan';

/** `npm run history`: fills the lake of this machine with past days. */
export const historyCommand = defineCommand({
  name: 'npm run history',
  summary: 'Fills the lake of this machine with past days of viewing.',
  options: {
    days: { type: 'number', default: 400, description: 'the number of days to generate' },
    'sessions-per-day': { type: 'number', default: 500, description: 'the number of sessions that begin on each day' },
    until: { type: 'text', placeholder: 'DATE', description: 'the last day (default: two days ago)' },
    trace: { type: 'text', placeholder: 'FILE', description: 'a CSV file of measured sessions to imitate' },
    seed: { type: 'text', default: '1', description: 'the same seed generates the same history' },
    port: { type: 'number', default: 4566, description: 'the port of the endpoint while the command runs' },
    'raw-only': { type: 'flag', description: 'writes raw events only and leaves curation to a later run' },
  },
  example: '--days 30 --sessions-per-day 200',
  run: async ({ days, until, seed, trace: traceFile, port, ...values }) => {
    const trace = traceFile === undefined ? undefined : readTrace(traceFile);
    const plan = planHistory({ days, sessionsPerDay: values['sessions-per-day'], until, seed, trace }, Date.now());
    const terminal = new Terminal(process.stdout);
    await fillLake(plan, { folder: STATE_FOLDER, port, isRawOnly: values['raw-only'] }, terminal);
    return 0;
  },
});
