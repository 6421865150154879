import * as fc from 'fast-check';
import { imagesOf, isBuiltImage, namedImages } from '../../../../src/resources/ownership/image-references';

const hash = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 32, maxLength: 32 });
const registry = fc.stringMatching(/^[a-z0-9]{5,50}$/);
/** What may stand around a mention: anything that can be no part of it. */
const separator = fc.constantFrom(' ', '"', "'", ',', '=', '\n', '<', '(');
const one = '0123456789abcdef0123456789abcdef';

describe('namedImages', () => {
  it('finds every image, whatever surrounds it and wherever it stands', () => {
    fc.assert(
      fc.property(
        registry,
        hash,
        separator,
        fc.string(),
        fc.constantFrom('', ':1', '@sha256:00'),
        (name, id, gap, rest, end) => {
          const text = `${rest}${gap}${name}.azurecr.io/azureml/azureml_${id}${end}${gap}${rest}`;
          const found = namedImages({ properties: { tags: [{ text }] } }, 'own').images;
          expect(found).toContainEqual({ registry: name, repository: `azureml/azureml_${id}` });
        },
      ),
    );
  });

  it('takes an image without a registry for one of the workspace', () => {
    fc.assert(
      fc.property(hash, (id) => {
        const { images, elsewhere } = namedImages({ image: `azureml/azureml_${id}` }, 'own');
        expect(images).toEqual([{ registry: 'own', repository: `azureml/azureml_${id}` }]);
        expect(elsewhere).toEqual([]);
      }),
    );
  });

  it.each([
    [`AcmeCR.azurecr.io/azureml/azureml_${one}`, 'acmecr'],
    [`acmecr-d4e5f6.azurecr.io/azureml/azureml_${one}`, 'acmecr-d4e5f6'],
    [`acmecr.azurecr.cn/azureml/azureml_${one}:latest`, 'acmecr'],
    [`docker://acmecr.azurecr.us/azureml/azureml_${one}`, 'acmecr'],
    [`FROM acmecr.azurecr.io/azureml/azureml_${one.toUpperCase()}\nRUN ls`, 'acmecr'],
  ])('reads %j', (text, name) => {
    expect(namedImages(text, undefined)).toEqual({
      images: [{ registry: name, repository: `azureml/azureml_${one}` }],
      elsewhere: [],
    });
  });

  it.each([
    `mcr.microsoft.com/azureml/azureml_${one}`,
    `docker.io/azureml/azureml_${one}`,
    `team/azureml/azureml_${one}`,
    `acmecr.azurecr.io/team/azureml/azureml_${one}`,
    `evil.example/acmecr.azurecr.io/azureml/azureml_${one}`,
  ])('leaves %j alone, and says so', (text) => {
    expect(namedImages(text, 'acmecr')).toEqual({ images: [], elsewhere: [text] });
  });

  it.each([`azureml/azureml_${one}0`, `azureml/azureml_${one.slice(1)}`, 'azureml/base', `azureml/environment_${one}`])(
    'finds nothing in %j',
    (text) => {
      expect(namedImages({ text }, 'own')).toEqual({ images: [], elsewhere: [] });
    },
  );

  it('is quick on long texts that name nothing', () => {
    const started = Date.now();
    expect(namedImages('a'.repeat(2_000_000), 'own').images).toEqual([]);
    expect(Date.now() - started).toBeLessThan(20_000);
  });
});

describe('imagesOf', () => {
  it('plans only what lies in the registry of the workspace', () => {
    const record = [`own.azurecr.io/azureml/azureml_${one}`, `other.azurecr.io/azureml/azureml_${one}`];
    expect(imagesOf(record, 'own')).toEqual({
      ranges: [{ store: 'image', account: 'own', container: `azureml/azureml_${one}`, path: '', kind: 'prefix' }],
      elsewhere: [{ uri: `other/azureml/azureml_${one}`, reason: 'other_registry' }],
    });
  });

  it('plans nothing where the workspace has no registry', () => {
    expect(imagesOf(`own.azurecr.io/azureml/azureml_${one}`, undefined).ranges).toEqual([]);
  });
});

describe('isBuiltImage', () => {
  it.each([
    [`azureml/azureml_${one}`, true],
    [`azureml/azureml_${one}0`, false],
    [`azureml/azureml_${one}/x`, false],
    ['azureml/base', false],
    [`team/azureml/azureml_${one}`, false],
  ])('%s: %s', (name, expected) => {
    expect(isBuiltImage(name)).toBe(expected);
  });
});
