import type { BicepFile, Expression } from '../../../tools/infra/bicep/model';
import { bicepParser } from '../../../tools/infra/bicep/parser';
import { readBicep } from '../../../tools/infra/bicep/read';

/** An expression in brackets, so that what belongs to what can be seen. */
function drawn(of: Expression): string {
  switch (of.kind) {
    case 'literal':
      return JSON.stringify(of.value);
    case 'name':
      return of.name;
    case 'member':
      return `${drawn(of.of)}.${of.name}`;
    case 'index':
      return `${drawn(of.of)}[${drawn(of.index)}]`;
    case 'operation':
      return `(${of.operands.map(drawn).join(` ${of.operator} `)})`;
    case 'choice':
      return `(${drawn(of.condition)} ? ${drawn(of.yes)} : ${drawn(of.no)})`;
    case 'call':
      return `${of.on ? `${drawn(of.on)}.` : ''}${of.name}(${of.arguments.map(drawn).join(', ')})`;
    case 'array':
      return `[${of.items.map(drawn).join(', ')}]`;
    case 'lambda':
      return `${of.parameters.join()} => ${drawn(of.body)}`;
    default:
      return of.kind;
  }
}

describe('the reader of Bicep', () => {
  let read: (text: string) => BicepFile;
  beforeAll(async () => {
    const parse = await bicepParser();
    read = (text) => readBicep(text, 'x.bicep', parse);
  });
  const value = (text: string) => drawn(read(`var x = ${text}\n`).variables[0]!.value);

  // The grammar binds members weaker than operators, and sees no line breaks between items.
  it.each([
    ['a && b.c', '(a && b.c)'],
    ['!a.b.c', '(a.b.c)'],
    ['a == b.c[0].d', '(a == b.c[0].d)'],
    ["a ? b.c : d('x').e", '(a ? b.c : d("x").e)'],
    ['(a ?? b).c', '(a ?? b).c'],
    ['map(a, b => b.c)', 'map(a, b => b.c)'],
    ['filter(a, b => b.c < 2)', 'filter(a, b => (b.c < 2))'],
    ['map(a, b => b.c ? 1 : 2)', 'map(a, b => (b.c ? 1 : 2))'],
    ['[\n  a().b\n  c[0]\n  (d)\n  -1\n]', '[a().b, c[0], d, -1]'],
    ["[a, 'b,c', [d, e]] // f", '[a, "b,c", [d, e]]'],
  ])('reads %s', (text, wanted) => {
    expect(value(text)).toBe(wanted);
  });

  it('knows the lines of what it reads', () => {
    const { resources, parameters } = read(
      "@description('Name.')\nparam name string\n\nresource a 'A/b@2025-01-01' = {\n  name: name\n  tags: [\n    'x'\n    // y\n    name\n  ]\n}\n",
    );
    const body = resources[0]!.body;
    const tags = body.kind === 'object' ? body.properties[1]!.value : undefined;
    const lines = tags?.kind === 'array' ? tags.items.map(({ at }) => at.line) : [];
    expect({ parameter: parameters[0]!.at.line, resource: resources[0]!.at.line, lines }).toEqual({
      parameter: 2,
      resource: 4,
      lines: [7, 9],
    });
  });

  it.each([
    ['param a string = "x"\n', 1],
    ['var a = {\n  b: 1 c: 2\n}\n', 2],
    ["var a = 1\nvar b = [\n  'c' 'd'\n]\n", 3],
    ['var a = {\n  b = 1\n}\n', 2],
  ])('refuses %j on line %d', (text, line) => {
    const { faults, variables } = read(text);
    const unread = variables.flatMap(({ value: of }) =>
      of.kind === 'array' ? of.items.filter(({ kind }) => kind === 'unread') : [],
    );
    expect([...faults, ...unread].map(({ at }) => at.line)).toContain(line);
  });
});
