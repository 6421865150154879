import { urisIn } from '../../../../src/resources/ownership/mentions';

describe('urisIn', () => {
  it('finds URIs however deep they stand, each once per text', () => {
    const record = {
      properties: {
        inputs: { a: { uri: 'azureml://datastores/d/paths/x/' }, b: [{ uri: 'https://a.blob.core.windows.net/c/x' }] },
        outputs: null,
        count: 1,
      },
    };
    expect(urisIn(record)).toEqual(['azureml://datastores/d/paths/x/', 'https://a.blob.core.windows.net/c/x']);
  });

  it('finds them in the middle of a command', () => {
    const command = 'train --in "wasbs://c@a.blob.core.windows.net/x" --model=runs:/r1/m && curl https://e.com/y';
    expect(urisIn({ command })).toEqual(['wasbs://c@a.blob.core.windows.net/x', 'runs:/r1/m', 'https://e.com/y']);
  });

  it('finds them however their scheme is written', () => {
    expect(urisIn('ABFSS://fs@a.dfs.core.windows.net/x')).toEqual(['ABFSS://fs@a.dfs.core.windows.net/x']);
    expect(urisIn('cat wasb://c@a.blob.core.windows.net/x')).toEqual(['wasb://c@a.blob.core.windows.net/x']);
  });

  it('takes a text that is a URI as a whole, blanks included', () => {
    expect(urisIn('azureml://datastores/d/paths/a b/c.csv')).toContain('azureml://datastores/d/paths/a b/c.csv');
  });

  it('finds nothing in names of assets and plain texts', () => {
    expect(urisIn(['azureml:data:1', 'a//b', 'http', { x: 'LocalUpload/0c' }])).toEqual([]);
  });
});
