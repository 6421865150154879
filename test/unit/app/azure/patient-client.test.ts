import { createPipelineRequest, type PipelineRequest } from '@azure/core-rest-pipeline';
import { patientClient, steady } from '../../../../src/azure/patient-client';

process.env.RequestStorage__blobServiceUri = 'https://store.example';
process.env.ANSWER_SECONDS = '1';

/** Answers never, until it is told to stop. */
function silent({ abortSignal }: PipelineRequest): Promise<never> {
  const signal = abortSignal as AbortSignal;
  return new Promise((_, fail) => signal.addEventListener('abort', () => fail(new Error('aborted'))));
}

async function* pieces(...waits: number[]): AsyncGenerator<Uint8Array> {
  for (const wait of waits) {
    await new Promise((go) => setTimeout(go, wait));
    yield Uint8Array.of(wait);
  }
}

describe('calls without an answer', () => {
  const request = () => createPipelineRequest({ url: 'https://service.example' });

  it('end, as something that time may heal', async () => {
    const sent = request();
    await expect(patientClient({ sendRequest: silent }).sendRequest(sent)).rejects.toMatchObject({
      ...{ code: 'Timeout', status: 0, transient: true },
    });
    expect(sent.abortSignal).toBeUndefined();
  });

  it('end at once when the caller stops them, as what they threw', async () => {
    const stop = new AbortController();
    const ended = patientClient({ sendRequest: silent }).sendRequest({ ...request(), abortSignal: stop.signal });
    stop.abort();
    await expect(ended).rejects.toThrow('aborted');
  });
});

describe('an answer that stops in the middle', () => {
  it('ends, and one that only takes long does not', async () => {
    const seen: number[] = [];
    for await (const piece of steady(pieces(1, 30, 30), 2_000)) seen.push(piece[0] ?? 0);
    expect(seen).toEqual([1, 30, 30]);
    const stopped = async () => {
      for await (const piece of steady(pieces(1, 500), 50)) seen.push(piece[0] ?? 0);
    };
    await expect(stopped()).rejects.toMatchObject({ code: 'Timeout', transient: true });
    expect(seen).toEqual([1, 30, 30, 1]);
  });
});
