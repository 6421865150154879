import { parseConstraint, type Constraint } from './constraints';

/** A route template of ASP.NET Core, ready to match paths. */
export interface RouteTemplate {
  /** A path that matches, to find out which other templates match it too; undefined when none is known. */
  sample: string | undefined;
  /** Returns the route's values, or undefined when the path (percent-encoded, without query) doesn't match. */
  match(path: string): Record<string, string> | undefined;
}

interface Parameter {
  name: string;
  catchAll: boolean;
  optional: boolean;
  standard?: string;
  constraints: Constraint[];
}
type Segment = (string | Parameter)[];

/** Parses a template such as `requests/{id:guid}/{part?}` or `files/{*path}`; throws when it is malformed. */
export function parseRouteTemplate(template: string): RouteTemplate {
  const segments = splitOutsideBraces(template.replace(/^\/+|\/+$/g, ''), '/')
    .filter((text) => text !== '')
    .map((text) => parseSegment(text, template));
  const pattern = new RegExp(`^${segments.map((segment) => segmentPattern(segment)).join('')}/?$`, 'is');
  const parameters = segments.flat().filter((part): part is Parameter => typeof part !== 'string');
  if (new Set(parameters.map(({ name }) => name.toLowerCase())).size < parameters.length) {
    throw new Error(`The route '${template}' names a parameter twice.`);
  }
  return {
    sample: samplePath(segments),
    match(path) {
      const found = pattern.exec(path.startsWith('/') ? path : `/${path}`);
      if (!found) return undefined;
      const values: Record<string, string> = {};
      for (const [index, parameter] of parameters.entries()) {
        const raw = found[index + 1];
        const value = raw ? decode(raw) : parameter.standard;
        if (value === undefined) {
          if (parameter.optional || parameter.catchAll) continue;
          return undefined;
        }
        if (!parameter.constraints.every((accepts) => accepts(value))) return undefined;
        values[parameter.name] = value;
      }
      return values;
    },
  };
}

/** An encoded slash stays encoded, so that a value can't pretend to be two segments. */
function decode(raw: string): string | undefined {
  try {
    return raw
      .split(/(%2f)/i)
      .map((part, index) => (index % 2 ? part : decodeURIComponent(part)))
      .join('');
  } catch {
    return undefined;
  }
}

/** Values of which at least one passes most constraints. */
const sampleValues = ['a', '1', 'true', '2000-01-01', '00000000-0000-0000-0000-000000000000', 'aaaaaaaaaaaa'];

function samplePath(segments: readonly Segment[]): string | undefined {
  let path = '';
  for (const segment of segments) {
    path += '/';
    for (const part of segment) {
      if (typeof part === 'string') path += encodeURI(part);
      else {
        const value = sampleValues.find((candidate) => part.constraints.every((accepts) => accepts(candidate)));
        if (value === undefined) return undefined;
        path += part.catchAll ? `${value}/a/a/a` : value;
      }
    }
  }
  return path;
}

function segmentPattern(segment: Segment): string {
  const [first] = segment;
  if (segment.length === 1 && typeof first === 'object') {
    if (first.catchAll) return '(?:/(.*))?';
    return first.optional || first.standard !== undefined ? '(?:/([^/]+))?' : '/([^/]+)';
  }
  return `/${segment.map((part) => (typeof part === 'string' ? escape(part) : '([^/]+?)')).join('')}`;
}

/** Literals are compared with the path as it was sent, so they are encoded as a browser would. */
function escape(literal: string): string {
  return encodeURI(literal).replace(/[.*+?^$(){}|[\]\\]/g, '\\$&');
}

function parseSegment(text: string, template: string): Segment {
  const parts: Segment = [];
  for (const part of text.split(/(\{(?:[^{}]|\{\{|\}\}|\{[^{}]*\})*\})/).filter((piece) => piece !== '')) {
    if (!part.startsWith('{')) {
      if (/[{}?]/.test(part)) throw new Error(`The route '${template}' is malformed near '${part}'.`);
      parts.push(part);
    } else parts.push(parseParameter(part.slice(1, -1), template));
  }
  const special = parts.some((part) => typeof part === 'object' && (part.catchAll || part.optional));
  if (parts.length > 1 && special) throw new Error(`The route '${template}': '${text}' mixes text and optional parts.`);
  return parts;
}

function parseParameter(text: string, template: string): Parameter {
  const match = /^(\*{0,2})(\w+)((?::(?:\w+(?:\((?:[^()]|\([^()]*\))*\))?))*)(\?|=(.*))?$/s.exec(text);
  if (!match?.[2]) throw new Error(`The route '${template}' has a malformed parameter '{${text}}'.`);
  const parameter: Parameter = {
    name: match[2],
    catchAll: match[1] !== '',
    optional: match[4] === '?',
    constraints: splitOutsideBraces(match[3] ?? '', ':')
      .filter(Boolean)
      .map(parseConstraint),
  };
  if (match[5] !== undefined) parameter.standard = match[5];
  return parameter;
}

/** Splits at a separator that is not inside braces or parentheses. */
function splitOutsideBraces(text: string, separator: string): string[] {
  const parts = [''];
  let depth = 0;
  for (const character of text) {
    if (character === '{' || character === '(') depth += 1;
    if (character === '}' || character === ')') depth -= 1;
    if (character === separator && depth === 0) parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts;
}
