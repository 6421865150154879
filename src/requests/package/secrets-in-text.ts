/** Credentials in texts that what stands before them, the first group, tells. */
const told: readonly RegExp[] = [
  /(-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----)[^-]+/g,
  // Connection strings.
  /((?:^|[;"'\s\\])\s{0,9}(?:AccountKey|AccessKey|SharedAccessKey|SharedAccessSignature|Password|Pwd)\s?=)[^;"'\s\\]+/gi,
  // Signatures and tokens in URLs, also where JSON, HTML or another URL has escaped what stands before them.
  /((?:^|[?&]|&amp;|\\u0026|%26|%3f)(?:sig|sas|token|(?:access|refresh|id)[-_]token|(?:api|access|subscription)[-_]?key|client[-_]secret|password|pwd)(?:=|%3d))(?:(?!%26|&|\\)[^\s"'<>])+/gi,
  // Keys of functions, by their length: a country code is none.
  /([?&]code=)[\w%+/-]{40,}=*/gi,
  // The user of a URL, when there is a password or it is a token. Storage URIs have a container there.
  /(:\/\/[^\s/@:"'\\]{0,200}:)[^\s/@"'\\]+(?=@)/g,
  /(https?:\/\/)[\w-]{20,}(?=@)/gi,
  // JSON within the text, however often it is escaped.
  /(["'][\w.-]{0,60}(?:password|passwd|secret|token|account_?key|access_?key|api[-_]?key|connection_?string)\\{0,7}["']\s{0,9}:\s{0,9}(\\{0,7}["']))(?:(?!\2)(?:\\.|[^]))+/gi,
  // Arguments and variables of commands; `${{…}}` and `$NAME` stand for others, and models have tokens of their own.
  /((?<![\w-])--?(?:[\w-]{0,60}(?:password|passwd|passphrase|secret|(?:api|access|account)[-_]?key)|(?:[\w-]{0,60}[-_])?sas|(?![\w-]{0,60}(?:pad|eos|bos|sep|cls|mask|unk|stop|start|end)[-_]token)[\w-]{0,60}token)(?:=|\s{1,9})["']?)(?![-$])[^\s"']+/gi,
  /((?<![A-Za-z0-9_])[A-Z0-9_]{0,60}(?:PASSWORD|PASSWD|SECRET|TOKEN|(?:API|ACCESS|ACCOUNT|SECRET)_?KEY)=["']?)(?!\$)[^\s"';&]+/g,
  /(authorization["']?\s{0,9}[:=]\s{0,9}["']?(?:bearer|basic)\s{1,9})[^\s"']+/gi,
];

/** Credentials that look like nothing else: JSON Web Tokens, and tokens of services that mark theirs. */
const unmistakable: readonly RegExp[] = [
  /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}(?:\.[\w-]+)?/g,
  /\b(?:gh[pousr]_\w{30,}|github_pat_\w{30,}|hf_[A-Za-z0-9]{30,}|sk-[\w-]{32,})/g,
];

/** A text without the credentials in it: `removed` stands in their places. */
export function withoutKeys(text: string): string {
  const bare = told.reduce((rest, pattern) => rest.replace(pattern, '$1removed'), text);
  return unmistakable.reduce((rest, pattern) => rest.replace(pattern, 'removed'), bare);
}
