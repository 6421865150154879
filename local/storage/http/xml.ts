// eslint-disable-next-line no-control-regex -- these are the characters that XML can't hold
const unrepresentable = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/;
const special = /[&<>"\r]/g;
const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#xD;',
};

/** Text as XML holds it. */
export function escapeXml(text: string): string {
  return text.replace(special, (character) => escapes[character] ?? character);
}

/**
 * An element with a name; one with characters that XML can't hold is percent-encoded and says so (Azure docs: List
 * Blobs, `Encoded`, since version 2021-02-12).
 */
export function nameElement(tag: string, name: string): string {
  if (!unrepresentable.test(name)) return `<${tag}>${escapeXml(name)}</${tag}>`;
  return `<${tag} Encoded="true">${encodeURIComponent(name)}</${tag}>`;
}

/** An element, or nothing when there is no value. */
export function element(tag: string, value: string | number | boolean | undefined): string {
  return value === undefined ? '' : `<${tag}>${typeof value === 'string' ? escapeXml(value) : value}</${tag}>`;
}

/** Metadata as listings show it. */
export function metadataElement(metadata: Readonly<Record<string, string>> | undefined): string {
  if (metadata === undefined) return '<Metadata />';
  return `<Metadata>${Object.entries(metadata)
    .map(([name, value]) => element(name, value))
    .join('')}</Metadata>`;
}

/** Values of all elements of a name, in order, without descending into others; enough for the bodies of this protocol. */
export function valuesOf(xml: string, ...tags: string[]): { tag: string; value: string }[] {
  const pattern = new RegExp(`<(${tags.join('|')})>([^<]*)</\\1>`, 'g');
  return [...xml.matchAll(pattern)].map(([, tag = '', value = '']) => ({ tag, value: unescapeXml(value) }));
}

function unescapeXml(text: string): string {
  const named: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
    if (hex !== undefined) return String.fromCodePoint(parseInt(hex, 16));
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    return named[name ?? ''] ?? whole;
  });
}
