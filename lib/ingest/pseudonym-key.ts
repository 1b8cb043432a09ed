import { Duration } from 'aws-cdk-lib';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { StageConfig } from '../stages/config';
import { acknowledge } from '../foundation/acknowledge';
import { Handler } from '../foundation/handler';

/**
 * The keyring that pseudonyms are made with. A rotation adds a key and keeps the old ones: their pseudonyms stay
 * traceable, for an erasure must find them all. Once a year, for a rotation parts a viewer's history in two.
 */
export class PseudonymKey extends Construct {
  readonly secret: ISecret;

  constructor(scope: Construct, id: string, stage: StageConfig) {
    super(scope, id);
    this.secret = new Secret(this, 'Secret', {
      description: 'Keys of the viewer pseudonyms, by key id: {"current": "k2", "k1": "…", "k2": "…"}.',
      generateSecretString: {
        secretStringTemplate: JSON.stringify({ current: 'k1' }),
        generateStringKey: 'k1',
        passwordLength: 64,
        excludePunctuation: true,
      },
      removalPolicy: stage.removalPolicy,
    });
    const rotate = new Handler(this, 'RotatePseudonymKey', {
      subsystem: 'ingest',
      step: 'rotate-pseudonym-key',
      stage,
      environment: {},
      memoryMiB: 256,
      description: 'Adds a key to the pseudonym keyring and makes it the current one.',
    });
    this.secret.addRotationSchedule('Rotation', {
      rotationLambda: rotate,
      automaticallyAfter: Duration.days(365),
      rotateImmediatelyOnUpdate: false,
    });
    acknowledge(
      rotate.role ?? rotate,
      'secretsmanager:GetRandomPassword has no resource to name.',
      'IAM5[Resource::*]',
    );
  }

  grantRead(grantee: IGrantable): void {
    this.secret.grantRead(grantee);
  }
}
