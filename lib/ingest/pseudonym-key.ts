import { Duration } from 'aws-cdk-lib';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { acknowledge } from '../foundation/acknowledge';
import { Handler } from '../foundation/handler';
import { settingsOf } from '../foundation/subsystem-stack';

/**
 * The keyring from which pseudonyms are derived. A rotation adds a key and keeps the old ones, because an erasure must
 * find the pseudonyms under all of them. It rotates once a year only: each rotation gives every viewer a new pseudonym,
 * so the viewer's history starts again.
 */
export class PseudonymKey extends Construct {
  readonly secret: ISecret;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.secret = new Secret(this, 'Secret', {
      description: 'Keys of the viewer pseudonyms, by key id: {"current": "k2", "k1": "…", "k2": "…"}.',
      generateSecretString: {
        secretStringTemplate: JSON.stringify({ current: 'k1' }),
        generateStringKey: 'k1',
        passwordLength: 64,
        excludePunctuation: true,
      },
      removalPolicy: settingsOf(this).removalPolicy,
    });
    const rotate = new Handler(this, 'RotatePseudonymKey', {
      step: 'rotate-pseudonym-key',
      environment: {},
      memoryMiB: 256,
      description: 'Adds a key to the pseudonym keyring and makes it the current one.',
    });
    this.secret.addRotationSchedule('Rotation', {
      rotationLambda: rotate,
      automaticallyAfter: Duration.days(365),
      rotateImmediatelyOnUpdate: false,
    });
    acknowledge(rotate.role, 'secretsmanager:GetRandomPassword has no resource to name.', 'IAM5[Resource::*]');
  }

  /** Allows reading the keyring. */
  grantRead(grantee: IGrantable): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [this.secret.secretArn] }),
    );
  }
}
