import { Duration } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { settingsOf } from './subsystem-stack';

/** A customer-managed KMS key, which AWS rotates once a year and which readers in other accounts can be granted. */
export class EncryptionKey extends Key {
  constructor(scope: Construct, id: string, description: string) {
    super(scope, id, {
      description,
      enableKeyRotation: true,
      rotationPeriod: Duration.days(365),
      removalPolicy: settingsOf(scope).removalPolicy,
    });
  }
}
