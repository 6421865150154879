import { answerIn } from '../../../tools/infra/schemas/package';

describe('the answer of the program with the schemas', () => {
  const answer = '{\n  "status": 500,\n  "results": {\n    "type": "InvalidDataException"\n  }\n}';

  it('is found among the lines of its log, wherever they come', () => {
    const log = 'fail: Command[0]\n      {"at": "a line of the log"}\n';
    for (const printed of [answer, `${log}${answer}`, `${answer}\n${log}`, `${log}${answer}\n${log}`]) {
      expect(answerIn(printed)).toBe(answer);
    }
  });

  it('is none where nothing was printed but a log', () => {
    expect(answerIn('fail: {"status": 500}\n')).toBeUndefined();
  });
});
