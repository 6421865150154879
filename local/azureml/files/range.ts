import { FileError } from './file-error';

/**
 * The first and last byte that a Range header names; undefined without one, or when the file is empty and the whole of
 * it is asked for. Throws for what the service can't read.
 */
export function rangeOf(header: string | undefined, size: number): { from: number; to: number } | undefined {
  if (header === undefined) return undefined;
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(header) ?? [];
  const from = Number(first ?? NaN);
  if (from === 0 && size === 0) return undefined;
  const to = last ? Math.min(Number(last), size - 1) : size - 1;
  if (!Number.isNaN(from) && from <= to) return { from, to };
  const fact = 'A range begins within the file (Azure docs: Get File, Put Range).';
  throw new FileError(
    416,
    'InvalidRange',
    'The range specified is invalid for the current size of the resource.',
    fact,
  );
}
