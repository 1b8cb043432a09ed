import { EXPERIMENT_VIEWS } from '../../../domain/experiments';
import { STAGES } from '../../../lib/stages';
import { templateSerializer } from '../../support/snapshots/template-serializer';
import { SynthesizedStage } from '../../support/stacks';

const stage = new SynthesizedStage(STAGES.dev);
const experiments = stage.stack('experiments');

expect.addSnapshotSerializer(templateSerializer);
it('the stack matches its snapshot', () => expect(experiments.toJSON()).toMatchSnapshot());

it('the stack declares every view of experiments as a view of Athena', () => {
  const tables = Object.values(experiments.findResources('AWS::Glue::Table')) as {
    readonly Properties: { readonly TableInput: { readonly Name: string; readonly TableType: string } };
  }[];
  const views = tables.map(({ Properties: { TableInput } }) => [TableInput.Name, TableInput.TableType]);
  expect(views.sort()).toEqual(EXPERIMENT_VIEWS.map(({ name }) => [name, 'VIRTUAL_VIEW']).sort());
});
