import { hostileTexts } from '../hostile';

const texts = hostileTexts.filter((text) => text.length < 200 && !/\p{Cs}/u.test(text));
const caseless = new Set<string>();

/** Names of things: each can be a segment of a URL, and none differs from another in case alone, as Azure's ids. */
const names = texts.filter((text) => {
  // A percent sign that begins no escape can't be read in the URIs of outputs, which has a test of its own.
  if (/[/]|%(?![0-9a-f]{2})/i.test(text) || ['', '.', '..'].includes(text)) return false;
  const known = caseless.has(text.toLowerCase());
  caseless.add(text.toLowerCase());
  return !known;
});
const nameAt = (at: number) => names[at % names.length] ?? '';

/** What logs hold: whatever it is, it stays the same bytes. */
const contents = [...hostileTexts.filter((text) => !/\p{Cs}/u.test(text)), 'eve@example.org ben@example.org\r\n'];

/** Contents of the blobs of the job `files`, by their name below its folder: also twins that some systems mix up. */
export const hostileFiles: ReadonlyMap<string, string> = new Map(
  [
    ...texts.filter((text) => !text.includes('/') && !['', '.', '..'].includes(text)),
    ...[
      'a.txt',
      'A.TXT',
      'a',
      'a/b',
      'x//y',
      '\u00e9.log',
      'e\u0301.log',
      `${'deep/'.repeat(100)}end.txt`,
      'n'.repeat(600),
    ],
  ].map((name, at) => [name, contents[at % contents.length] ?? ''] as const),
);

/** Names of metrics, two of which differ in case. */
export const hostileMetrics: readonly string[] = [...texts.filter((text) => text !== ''), 'Loss', 'loss'];

const mine = { createdBy: 'eve', experiment: 'plain' };

/** Workspaces in which everything is called what it should not be, or is too large for a package. */
export const hostileSeed = {
  people: [
    {
      ...{ key: 'eve', displayName: '<img src=x onerror=alert(1)>\u202e', upn: 'eve@example.org' },
      objectId: 'e0e00000-0000-4000-8000-000000000001',
    },
    { key: 'ben', displayName: 'Ben Okri', upn: 'ben@example.org', objectId: 'be000000-0000-4000-8000-00000000000b' },
  ],
  workspaces: [
    {
      ...{ name: 'hostile', createdBy: 'ben', storageAccount: 'hostilestore' },
      jobs: [
        ...names.map((name, at) => ({
          ...{ name, createdBy: 'eve', experiment: nameAt(at % 3), displayName: name, description: name },
          ...{ tags: { [name]: name }, properties: { [name]: name }, command: name },
          files: { 'user_logs/std_log.txt': contents[at % contents.length] ?? '' },
        })),
        {
          ...{ ...mine, name: 'files', files: Object.fromEntries(hostileFiles) },
          tags: Object.fromEntries(texts.map((text, at) => [`${at} ${text}`, text])),
          metrics: Object.fromEntries(
            hostileMetrics.map((name) => [name, [1, { step: 2, value: '-Infinity', at: '2024-01-08T10:00:00Z' }]]),
          ),
        },
        { name: 'bens', createdBy: 'ben', experiment: 'other', files: { 'log.txt': 'his' } },
      ],
      models: names.slice(0, 12).map((name, at) => ({
        name,
        versions: [{ version: nameAt(at + 1), createdBy: 'eve', description: name, files: { [name]: 'model' } }],
      })),
    },
    {
      ...{ name: 'large', createdBy: 'ben', storageAccount: 'largestore' },
      jobs: [
        { ...mine, name: 'big', files: { 'a.bin': { size: 2_100_000 }, b: 'b' } },
        { ...mine, name: 'small', files: { 'a.txt': 'a' } },
        {
          ...mine,
          name: 'pipe',
          type: 'Pipeline',
          children: [{ ...mine, name: 'step', files: { c: { size: 2_200_000 } } }],
        },
      ],
    },
    {
      ...{ name: 'nameless', createdBy: 'ben', storageAccount: 'namelessstore' },
      jobs: [
        { ...mine, name: '..', files: {} },
        { ...mine, name: 'half\ud800', files: {} },
        { ...mine, name: 'plain', files: { x: 'x' } },
      ],
      models: [{ name: 'm', versions: [{ version: '1', createdBy: 'eve', files: { m: 'm' } }] }],
    },
  ],
};
