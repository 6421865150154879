/**
 * Whether an SPDX licence expression can be kept with these licences: one side of each OR, both sides of each AND.
 * What is no expression ("SEE LICENSE IN …"), and a licence WITH an exception, is not allowed.
 */
export function isAllowed(expression: string, allowed: readonly string[]): boolean {
  const tokens = expression.match(/[()]|[^\s()]+/g) ?? [];
  let at = 0;

  const any = (): boolean => {
    let result = all();
    while (tokens[at] === 'OR') {
      at += 1;
      // Both sides are read, whatever the first one is.
      const right = all();
      result = result || right;
    }
    return result;
  };
  const all = (): boolean => {
    let result = one();
    while (tokens[at] === 'AND') {
      at += 1;
      const right = one();
      result = result && right;
    }
    return result;
  };
  const one = (): boolean => {
    const token = tokens[at];
    at += 1;
    if (token !== '(') return token !== undefined && allowed.includes(token);
    const inside = any();
    const closed = tokens[at] === ')';
    at += 1;
    return inside && closed;
  };

  const result = any();
  return result && at === tokens.length;
}
