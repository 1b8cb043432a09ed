import { declareInputs } from '../../core/inputs';

/** What operations accept of their inputs. */
export const schedulerInputs = declareInputs({
  reads: {
    GetSchedule: 'Name GroupName',
    ListSchedules: 'GroupName',
  },
  withoutEffect: {
    'The answer is always one page.': { ListSchedules: 'MaxResults' },
  },
});
