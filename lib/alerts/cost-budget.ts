import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import { Construct } from 'constructs';
import type { AlertsConfig } from './config';

/** When a mail is sent: at a share of the budget, in percent, of what the month has cost or is predicted to cost. */
const NOTIFICATIONS = [
  { notificationType: 'ACTUAL', threshold: 80 },
  { notificationType: 'ACTUAL', threshold: 100 },
  { notificationType: 'FORECASTED', threshold: 100 },
];

/**
 * Sends a mail when the account's costs of a month reach the budget. The budget has no filter by tag: until a person has
 * activated the tags for billing, such a budget sees no costs and never warns. AWS mails the address itself, which needs no
 * confirmed subscription. The budget has no name of its own, because a change of its notifications replaces it. Source:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-budgets-budget.html.
 */
export class CostBudget extends Construct {
  constructor(scope: Construct, id: string, { address, monthlyBudgetUsd }: AlertsConfig) {
    super(scope, id);
    new CfnBudget(this, 'Budget', {
      budget: {
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount: monthlyBudgetUsd, unit: 'USD' },
      },
      notificationsWithSubscribers: NOTIFICATIONS.map((notification) => ({
        notification: { ...notification, comparisonOperator: 'GREATER_THAN', thresholdType: 'PERCENTAGE' },
        subscribers: [{ subscriptionType: 'EMAIL', address }],
      })),
    });
  }
}
