import { STAGES } from '../../lib/config';
import { assetSerializer } from '../support/asset-serializer';
import { SynthesizedStage } from '../support/stacks';

const stage = new SynthesizedStage(STAGES.dev);

expect.addSnapshotSerializer(assetSerializer);
test('the stack is as it was looked at', () => expect(stage.lake.toJSON()).toMatchSnapshot());
