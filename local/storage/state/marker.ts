import { StorageError } from '../http/errors';

/** A place in the order of a listing. */
export interface ListPlace {
  name: string;
  key: string;
}

/** A marker as opaque as Azure's, with characters that a client has to encode in a URL. */
export function encodeMarker({ name, key }: ListPlace): string {
  const packed = Buffer.from(JSON.stringify([name, key])).toString('base64');
  return `2!${packed.length}!${packed}`;
}

/** Throws OutOfRangeInput for a marker that this service didn't make. */
export function decodeMarker(marker: string): ListPlace {
  const [two, length, packed = ''] = marker.split('!');
  if (two !== '2' || Number(length) !== packed.length) throw new StorageError('OutOfRangeInput');
  try {
    const [name, key] = JSON.parse(Buffer.from(packed, 'base64').toString('utf8')) as [string, string];
    return { name, key };
  } catch {
    throw new StorageError('OutOfRangeInput');
  }
}
