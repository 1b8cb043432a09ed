import { defineCommand } from '../command/command';
import { runCommand } from '../command/run-command';
import { benchCuration } from './lake/curation';
import { benchHistory } from './lake/history';
import { printResults } from './print-results';

const lakeBench = defineCommand({
  name: 'npm run bench:lake',
  summary: 'Measures curation of one day and queries over a long history, and fails if one misses its target.',
  options: {
    events: { type: 'number', default: 1_000_000, description: 'how many events the curated day has' },
    days: { type: 'number', default: 400, description: 'how many days the history has' },
    'sessions-per-day': { type: 'number', default: 500, description: 'how many sessions begin on each of them' },
    'curated-days': { type: 'number', description: 'how many of the oldest days are curated (default: all)' },
    only: { type: 'text', choices: ['curation', 'history'], description: 'runs only one of the two parts' },
  },
  example: '--only curation --events 200000',
  run: async ({ events, days, only, ...values }) => {
    const curatedDays = values['curated-days'] ?? days;
    return printResults({
      ...(only !== 'history' && { curation: await benchCuration(events) }),
      ...(only !== 'curation' && { history: await benchHistory(days, values['sessions-per-day'], curatedDays) }),
    });
  },
});

runCommand(lakeBench);
