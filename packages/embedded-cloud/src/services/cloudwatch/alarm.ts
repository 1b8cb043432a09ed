import type { AlarmState, AlarmView } from './views';

/** What all alarms have, metric and composite. */
export interface AlarmProps {
  readonly name: string;
  readonly arn: string;
  readonly kind: AlarmView['kind'];
  readonly description: string;
  readonly actionsEnabled: boolean;
  /** ARNs of what is told, by the state that is entered. */
  readonly actions: Readonly<Record<AlarmState, readonly string[]>>;
  /** The properties that the template gives. */
  readonly declared: Readonly<Record<string, unknown>>;
}

/** An alarm's state, and what it is declared with. */
export class Alarm implements AlarmView {
  state: AlarmState = 'INSUFFICIENT_DATA';
  reason = 'Unchecked: Initial alarm creation';

  /** When its state was entered, epoch ms. */
  since: number;

  /** `madeAt`: epoch ms. */
  constructor(
    readonly props: AlarmProps,
    readonly madeAt: number,
  ) {
    this.since = madeAt;
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
