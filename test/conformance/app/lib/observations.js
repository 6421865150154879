// What the functions saw, for the client to read. Kept in a file too when one is named, so that it outlives a crash of
// the host; the file is read once, when the app is loaded.
const { appendFileSync, existsSync, readFileSync } = require('node:fs');

const file = process.env.CONFORMANCE_LOG_FILE;
const entries =
  file && existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line))
    : [];

/** Records one observation under a key (an instance id, a queue name…) with the time in milliseconds. */
function note(key, value) {
  const entry = { key, at: Date.now(), ...value };
  entries.push(entry);
  if (file) appendFileSync(file, `${JSON.stringify(entry)}\n`);
}

/** All observations under a key, oldest first. */
function read(key) {
  return entries.filter((entry) => entry.key === key);
}

module.exports = { note, read };
