import { STAGE_NAMES, STAGES } from '../../../lib/stages';
import { StageTemplates } from '../../../tools/cost/stage-templates';
import { report } from '../../../tools/preflight/command';
import { failure, note } from '../../../tools/preflight/finding';
import { concurrencyFindings, onDemandFindings, quotaFindings, quotaNeeds } from '../../../tools/preflight/quotas';
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
    expect(valueOf('alarms')).toBeGreaterThan(100);
    expect(valueOf('RPUs')).toBe(STAGES[name].warehouse.maxRpus);
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
