import type { AlarmState, AlarmView } from './views';

/** The properties that metric alarms and composite alarms have in common. */
export interface AlarmProps {
  readonly name: string;
  readonly arn: string;
  readonly kind: AlarmView['kind'];
  readonly description: string;
  readonly actionsEnabled: boolean;
  /** The ARNs of the topics to notify when the alarm enters a state. */
  readonly actions: Readonly<Record<AlarmState, readonly string[]>>;
  /** The properties in the template. */
  readonly declared: Readonly<Record<string, unknown>>;
}

/** An alarm: its declaration and its current state. */
export class Alarm implements AlarmView {
  state: AlarmState = 'INSUFFICIENT_DATA';
  reason = 'Unchecked: Initial alarm creation';

  /** When the alarm entered its state, epoch ms. */
  since: number;

  /** `createdAt`: epoch ms. */
  constructor(
    readonly props: AlarmProps,
    readonly createdAt: number,
  ) {
    this.since = createdAt;
  }

  get name(): string {
    return this.props.name;
  }

  get kind(): AlarmView['kind'] {
    return this.props.kind;
  }

  get description(): string {
    return this.props.description;
  }

  view(): AlarmView {
    const { name, kind, state, reason, since, description } = this;
    return { name, kind, state, reason, since, description };
  }
}
