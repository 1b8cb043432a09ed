import { STAGE_NAMES, STAGES } from '../../../lib/stages';
import { StageTemplates } from '../../../tools/cost/stage-templates';
import { report } from '../../../tools/preflight/command';
import { failure, note } from '../../../tools/preflight/finding';
import {
  concurrencyFindings,
  largestFunction,
  memoryFindings,
  missingExecutions,
} from '../../../tools/preflight/lambda-limits';
import { onDemandFindings, quotaFindings, quotaNeeds } from '../../../tools/preflight/quotas';
import { templatesOf } from '../../support/stage-templates';

const RPUS = {
  ...{ serviceCode: 'redshift-serverless', name: /\bRPUs?\b/, title: 'RPUs of a Redshift Serverless workgroup' },
  value: 128,
};

describe('quotaFindings', () => {
  it('finds a quota without a documented code by its name', () => {
    const quotas = [{ code: 'L-1', name: 'Maximum RPU capacity', value: 64 }];
    expect(quotaFindings(RPUS, quotas)).toEqual([
      failure(
        'The quota of RPUs of a Redshift Serverless workgroup is 64 ("Maximum RPU capacity", L-1), and the stage needs 128.',
        "Lower the stage's setting, or request it: aws service-quotas request-service-quota-increase --service-code redshift-serverless --quota-code L-1 --desired-value 128",
      ),
    ]);
  });

  it('notes a quota that Service Quotas does not list', () => {
    expect(quotaFindings(RPUS, [])).toEqual([
      note(
        'Service Quotas lists no quota for RPUs of a Redshift Serverless workgroup; the stage needs 128.',
        'Compare it with the quota in the console of Service Quotas, service redshift-serverless.',
      ),
    ]);
  });
});

describe('quotaNeeds', () => {
  it.each(STAGE_NAMES)('reads what %s needs from its templates', (name) => {
    const needs = quotaNeeds(templatesOf(STAGES[name]));
    const valueOf = (title: string): number => needs.find((need) => need.title.includes(title))?.value ?? 0;
    expect(valueOf('requests per second')).toBeGreaterThan(0);
    expect(valueOf('burst')).toBeGreaterThan(0);
    expect(valueOf('RPUs')).toBe(STAGES[name].warehouse.maxRpus);
  });

  it('does not compare the number of alarms with a quota, because CloudWatch limits only those on Metrics Insights', () => {
    expect(quotaNeeds(templatesOf(STAGES.prod)).map(({ serviceCode }) => serviceCode)).not.toContain('monitoring');
  });
});

describe('concurrencyFindings', () => {
  const stage = new StageTemplates([{ Resources: {} }]);

  it('notes a quota that is too small for all functions of a stage', () => {
    expect(concurrencyFindings(stage, { total: 10, available: 10 })).toEqual([
      expect.objectContaining({ kind: 'note', problem: expect.stringContaining('share 10 concurrent') as unknown }),
    ]);
  });
});

describe('missingExecutions', () => {
  const reserving = new StageTemplates([
    { Resources: { Collect: { Type: 'AWS::Lambda::Function', Properties: { ReservedConcurrentExecutions: 200 } } } },
  ]);

  it('keeps 100 executions unreserved', () => {
    expect(missingExecutions(reserving, { total: 1_000, available: 300 })).toBe(0);
    expect(missingExecutions(reserving, { total: 1_000, available: 250 })).toBe(50);
    expect(missingExecutions(reserving, { total: 10, available: 10 })).toBe(290);
  });

  it('needs nothing for a stage that reserves nothing', () => {
    expect(missingExecutions(new StageTemplates([{ Resources: {} }]), { total: 10, available: 10 })).toBe(0);
  });
});

describe('memoryFindings', () => {
  const publisher = { name: 'playhead-prod-publish-counts', memory: 10_240 };
  const ofAccount = (total: number) => ({ total, available: total });

  it.each(STAGE_NAMES)('compares the largest function of %s', (name) => {
    const { publisherMemoryMiB } = STAGES[name].live;
    expect(largestFunction(templatesOf(STAGES[name]))?.memory).toBeGreaterThanOrEqual(publisherMemoryMiB);
  });

  it('rejects a new account, because a function has at most 3,008 MB there', () => {
    expect(memoryFindings(publisher, 0, ofAccount(10))).toEqual([
      failure(
        'playhead-prod-publish-counts needs 10240 MB, and new accounts allow at most 3008 MB; this account with its 10 concurrent executions is probably one.',
        "Ask AWS Support for functions with 10240 MB, or set the function's memory to 3008 MB.",
      ),
    ]);
  });

  it('notes the need in an older account, whose limit it cannot read', () => {
    expect(memoryFindings(publisher, 0, ofAccount(1_000))).toMatchObject([{ kind: 'note' }]);
  });

  it('finds nothing if the function is deployed with that memory, or fits every account', () => {
    expect(memoryFindings(publisher, 10_240, ofAccount(10))).toEqual([]);
    expect(memoryFindings({ ...publisher, memory: 3_008 }, 0, ofAccount(10))).toEqual([]);
  });
});

describe('onDemandFindings', () => {
  const streams = { Type: 'AWS::Kinesis::Stream', Properties: { StreamModeDetails: { StreamMode: 'ON_DEMAND' } } };
  const stage = new StageTemplates([{ Resources: { Stream: streams } }]);

  it('rejects one more on-demand stream than the account may have', () => {
    const [found] = onDemandFindings(stage, false, { count: 50, limit: 50 });
    expect(found).toMatchObject({ kind: 'fails', action: expect.stringContaining('for 51 on-demand') as unknown });
  });

  it('accepts a stream that exists already', () => {
    expect(onDemandFindings(stage, true, { count: 50, limit: 50 })).toEqual([]);
  });
});

describe('report', () => {
  it('prints what fails before the notes, and counts the reasons', () => {
    expect(report([note('A.', 'Do a.'), failure('B.', 'Do b.')])).toEqual([
      'FAILS  B.',
      '       Do b.',
      'note   A.',
      '       Do a.',
      'Preflight found 1 reason why a deployment would fail.',
    ]);
  });

  it('says that nothing stops a deployment', () => {
    expect(report([])).toEqual(['Preflight found nothing that stops a deployment.']);
  });
});
