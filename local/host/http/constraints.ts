/** Inline route constraints of ASP.NET Core: `{id:int}`, `{name:alpha:maxlength(8)}`. */
export type Constraint = (value: string) => boolean;

const number = (value: string) => /^[+-]?\d+$/.test(value);
const between = (value: bigint, least: bigint, most: bigint) => value >= least && value <= most;
const whole = (bits: bigint) => (value: string) =>
  number(value) && between(BigInt(value.replace('+', '')), -(1n << (bits - 1n)), (1n << (bits - 1n)) - 1n);
const decimal = (value: string) => /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value);

/** Constraints by name; `args` is the text in the parentheses. */
const constraints: Record<string, (args: string) => Constraint> = {
  int: () => whole(32n),
  long: () => whole(64n),
  bool: () => (value) => /^(true|false)$/i.test(value),
  datetime: () => (value) => !Number.isNaN(Date.parse(value)),
  decimal: () => decimal,
  double: () => decimal,
  float: () => decimal,
  guid: () => (value) => /^(?:[0-9a-f]{32}|(\{)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(\})?)$/i.test(value),
  alpha: () => (value) => /^[a-z]*$/i.test(value),
  required: () => (value) => value.length > 0,
  minlength: (args) => (value) => value.length >= Number(args),
  maxlength: (args) => (value) => value.length <= Number(args),
  length(args) {
    const [least, most] = args.split(',').map(Number);
    return (value) => value.length >= (least ?? 0) && value.length <= (most ?? least ?? 0);
  },
  min: (args) => (value) => number(value) && BigInt(value) >= BigInt(args),
  max: (args) => (value) => number(value) && BigInt(value) <= BigInt(args),
  range(args) {
    const [least = '0', most = '0'] = args.split(',');
    return (value) => number(value) && between(BigInt(value), BigInt(least), BigInt(most));
  },
  regex(args) {
    // ASP.NET Core matches regular expressions without regard to case.
    const pattern = new RegExp(args.replaceAll('{{', '{').replaceAll('}}', '}'), 'i');
    return (value) => pattern.test(value);
  },
};

/** Reads one constraint, `name` or `name(args)`; throws for one that does not exist. */
export function parseConstraint(text: string): Constraint {
  const match = /^(\w+)(?:\((.*)\))?$/s.exec(text.trim());
  const make = constraints[match?.[1]?.toLowerCase() ?? ''];
  if (!match || !make) throw new Error(`The route constraint '${text}' does not exist.`);
  return make(match[2] ?? '');
}
