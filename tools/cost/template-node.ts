/** A part of a template, whose members are read by name. Throws an error with the path of a missing required member. */
export class TemplateNode {
  constructor(
    readonly id: string,
    private readonly value: unknown,
  ) {}

  static missing(what: string): never {
    throw new Error(`The templates declare no ${what}.`);
  }

  has(name: string): boolean {
    return this.member(name) !== undefined;
  }

  in(name: string): TemplateNode {
    return new TemplateNode(`${this.id}.${name}`, this.member(name));
  }

  list(name: string): readonly TemplateNode[] {
    const value = this.member(name);
    return Array.isArray(value)
      ? value.map((one: unknown, index) => new TemplateNode(`${this.id}.${name}[${index}]`, one))
      : [];
  }

  text(name: string): string {
    const value = this.member(name);
    return typeof value === 'string' ? value : '';
  }

  optional(name: string): number | undefined {
    const value = this.member(name);
    return typeof value === 'number' ? value : undefined;
  }

  number(name: string): number {
    return this.optional(name) ?? TemplateNode.missing(`${this.id}.${name}`);
  }

  /** A number within a text, found by a pattern with one group. */
  numberIn(pattern: RegExp): number {
    const [, found] = pattern.exec(JSON.stringify(this.value)) ?? [];
    return Number(found ?? TemplateNode.missing(`${this.id}, ${pattern.source}`));
  }

  /** Whether the text of any part of it matches a pattern. */
  matches(pattern: RegExp): boolean {
    return pattern.test(JSON.stringify(this.value));
  }

  /** The group of each match of a global pattern with one group, in any part of it. */
  texts(pattern: RegExp): readonly string[] {
    const text = this.value === undefined ? '' : JSON.stringify(this.value);
    return [...text.matchAll(pattern)].map(([, found = '']) => found);
  }

  /** Whether any part of it refers to another resource. */
  refersTo(logicalId: string): boolean {
    const text = JSON.stringify(this.value);
    return text.includes(`"Ref":"${logicalId}"`) || text.includes(`"Fn::GetAtt":["${logicalId}"`);
  }

  private member(name: string): unknown {
    return typeof this.value === 'object' && this.value !== null ? Reflect.get(this.value, name) : undefined;
  }
}
