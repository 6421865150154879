/** How much a caller wants a media type, by their Accept header (RFC 9110): 0 is not at all. */
function quality(accept: string, wanted: string): number {
  const [kind] = wanted.split('/');
  let best = { specific: -1, q: 0 };
  for (const entry of accept.toLowerCase().split(',')) {
    const [type = '', ...parameters] = entry.split(';').map((part) => part.trim());
    const specific = [`*/*`, `${kind}/*`, wanted].indexOf(type);
    const q = Number(parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? '1');
    if (specific > best.specific) best = { specific, q: Number.isFinite(q) ? q : 0 };
  }
  return best.q;
}

/** Whether a caller wants a page rather than JSON. Who wants both alike, or doesn't say, gets JSON. */
export function wantsHtml(accept: string | null): boolean {
  if (!accept) return false;
  return quality(accept, 'text/html') > quality(accept, 'application/json');
}
