import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { approvalSchema } from '../../../src/requests/plan/decide';
import { policiesSchema } from '../../../src/requests/retention';
import { requestSchema } from '../../../src/requests/schema';
import { blocksOf, markdownFiles, textOf } from './markdown-files';

const ajv = addFormats(new Ajv2020({ strict: true, strictRequired: false, strictTypes: false, allErrors: true }));

function published(file: string) {
  const validate = ajv.compile(JSON.parse(textOf(`docs/${file}`)) as object);
  return (value: unknown) => (validate(value) ? [] : (validate.errors ?? []));
}

/** For each kind of example what the program itself and its published schema say. */
const kinds = {
  request: { schema: requestSchema, published: published('request.schema.json') },
  approval: { schema: approvalSchema, published: published('approval.schema.json') },
  policies: { schema: policiesSchema, published: published('retention-policies.schema.json') },
};

const examples = markdownFiles().flatMap((file) =>
  blocksOf(textOf(file))
    .filter((block) => block.language === 'json')
    .map((block, index) => ({ name: `${file}, JSON block ${index + 1}`, ...block })),
);

/** Pages may show some members of an object without the object. */
function parseExample(text: string): unknown {
  return JSON.parse(/^\s*"/.test(text) ? `{${text}}` : text) as unknown;
}

describe('examples in the pages', () => {
  it.each(examples)('$name is JSON', ({ text }) => {
    expect(() => parseExample(text)).not.toThrow();
  });

  const typed = examples.filter(({ kind }) => kind in kinds);
  it.each(typed)('$name is a valid $kind', ({ kind, text }) => {
    const { schema, published } = kinds[kind as keyof typeof kinds];
    const value = JSON.parse(text) as unknown;
    expect(schema.safeParse(value).error?.issues).toBeUndefined();
    expect(published(value)).toEqual([]);
  });

  it('has examples of every kind', () => {
    expect([...new Set(typed.map(({ kind }) => kind))].sort()).toEqual(Object.keys(kinds).sort());
  });

  it('ships valid sample policies', () => {
    const sample = JSON.parse(textOf('retention-policies.sample.json')) as unknown;
    expect(policiesSchema.safeParse(sample).error?.issues).toBeUndefined();
    expect(kinds.policies.published(sample)).toEqual([]);
  });
});
