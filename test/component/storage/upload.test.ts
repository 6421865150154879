import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { BlobServiceClient, StorageSharedKeyCredential, type ContainerClient } from '@azure/storage-blob';
import { startAzurite, type Azurite } from '../../../local/system/azurite';
import { makeCertificate } from '../../../local/system/certificate';
import { putTogether, type Piece } from '../../../src/storage/pieces';
import { blockSizeFor, blocksOf, smallestBlock, upload } from '../../../src/storage/upload';

const MiB = 2 ** 20;

/** Bytes that differ from place to place, in chunks of odd sizes. */
async function* bytes(size: number): AsyncGenerator<Buffer> {
  const pattern = Buffer.from(Array.from({ length: 99_991 }, (_, index) => (index * 7919) % 251));
  for (let at = 0; at < size; at += pattern.length) {
    await Promise.resolve();
    yield pattern.subarray(0, Math.min(pattern.length, size - at));
  }
}

async function whole(content: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of content) parts.push(part);
  return Buffer.concat(parts);
}

describe('blobs written block by block', () => {
  let dir: string;
  let azurite: Azurite;
  let container: ContainerClient;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'data-requests-upload-'));
    const certificate = await makeCertificate(dir);
    azurite = await startAzurite({ dir: join(dir, 'azurite'), certificate, accounts: ['store'] });
    const key = new StorageSharedKeyCredential('store', azurite.accounts.store ?? '');
    const trust = { tlsOptions: { ca: certificate.pem } } as object;
    container = new BlobServiceClient(`${azurite.blobEndpoint}/store`, key, trust).getContainerClient('copies');
    await container.create();
  });
  afterAll(async () => {
    await azurite.stop();
    await rm(dir, { recursive: true, force: true });
  });

  it.each([0, 1, 99_991, smallestBlock - 1, smallestBlock, smallestBlock + 1, 3 * smallestBlock, 13 * MiB + 7])(
    'come back with %i bytes as they were',
    async (size) => {
      const blob = container.getBlockBlobClient(`b${size}`);
      const written = await upload(blob, bytes(size), 'text/plain', { ifNoneMatch: '*' });
      const expected = await whole(bytes(size));
      const sha256 = createHash('sha256').update(expected).digest('hex');
      expect(written).toEqual({ size, sha256, crc32: crc32(expected) });
      expect((await blob.downloadToBuffer()).equals(expected)).toBe(true);
      expect((await blob.getProperties()).contentType).toBe('text/plain');
      await expect(upload(blob, bytes(size), 'text/plain', { ifNoneMatch: '*' })).rejects.toMatchObject({
        statusCode: 409,
      });
    },
  );

  it('fail when their source fails', async () => {
    async function* broken(): AsyncGenerator<Buffer> {
      yield* bytes(9 * MiB);
      throw new Error('broke off');
    }
    const blob = container.getBlockBlobClient('broken');
    await expect(upload(blob, broken(), 'text/plain')).rejects.toThrow('broke off');
    expect(await blob.exists()).toBe(false);
  });

  it('never need more than 50,000 blocks', () => {
    for (const size of [0, MiB, 200e9, 4e12, 180e12]) {
      expect(Math.ceil(size / blockSizeFor(size))).toBeLessThan(50_000);
    }
    expect(blockSizeFor(10e9)).toBe(smallestBlock);
  });

  it('are cut without losing a byte', async () => {
    for (const size of [1, 7, 100_000, 250_000]) {
      const blocks: Buffer[] = [];
      for await (const block of blocksOf(bytes(250_000), size)) blocks.push(block);
      expect(blocks.slice(0, -1).every((block) => block.length === size)).toBe(true);
      expect(Buffer.concat(blocks).equals(await whole(bytes(250_000)))).toBe(true);
      if (size === 1) break;
    }
  });

  describe('put together from pieces', () => {
    const small = Array.from({ length: 60 }, (_, index) => ({ name: `small-${index}`, size: index * 1_000 }));
    const files = [...small.slice(0, 30), { name: 'large', size: 9 * MiB + 3 }, ...small.slice(30)];
    let expected: Buffer;
    async function* pieces(): AsyncGenerator<Piece> {
      for (const { name, size } of files) {
        await Promise.resolve();
        const head = Buffer.from(`<${name}>`);
        yield { length: head.length, bytes: head };
        if (size > 0) yield { length: size, blob: name };
      }
    }
    beforeAll(async () => {
      const parts: Buffer[] = [];
      for (const { name, size } of files) {
        await upload(container.getBlockBlobClient(name), bytes(size), 'x/y');
        parts.push(Buffer.from(`<${name}>`), await whole(bytes(size)));
      }
      expected = Buffer.concat(parts);
    });

    it('are the same in one step and in many, whatever runs twice', async () => {
      const once = await putTogether(container, 'once', pieces(), { from: 0, blockSize: MiB, until: Infinity });
      expect(once).toBeUndefined();
      expect((await container.getBlobClient('once').downloadToBuffer()).equals(expected)).toBe(true);
      const steps: number[] = [];
      for (let at: number | undefined = 0; at !== undefined;) {
        steps.push(at);
        const from: number = at;
        // A step that has no time left still gets one block done; each is run by two workers.
        const run = () => putTogether(container, 'many', pieces(), { from, blockSize: MiB, until: 0 });
        const [next, twin] = await Promise.all([run(), run()]);
        expect(twin).toBe(next);
        at = next;
      }
      expect(steps.slice(0, 3)).toEqual([0, MiB, 2 * MiB]);
      expect(steps.length).toBeGreaterThan(10);
      expect((await container.getBlobClient('many').downloadToBuffer()).equals(expected)).toBe(true);
    });

    it('fail when a piece is not as long as it says', async () => {
      async function* wrong(): AsyncGenerator<Piece> {
        yield await Promise.resolve({ length: 1_001, blob: 'small-1' });
      }
      const plan = { from: 0, blockSize: MiB, until: Infinity };
      await expect(putTogether(container, 'wrong', wrong(), plan)).rejects.toThrow('not as long');
    });
  });
});
