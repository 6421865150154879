import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BlobServiceClient } from '@azure/storage-blob';

/** What a server below answers to everything. */
export interface Fixed {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** A service that gives one answer, whatever is asked, and the SDK's client of it. */
export interface OneAnswer {
  client: BlobServiceClient;
  answer: Fixed;
  /** What was sent last. */
  lastBody: string;
  stop(): Promise<void>;
}

/** Starts it on a free port, over HTTP: the SDK then sends no token. */
export async function startOneAnswer(): Promise<OneAnswer> {
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      service.lastBody = Buffer.concat(chunks).toString('latin1');
      response.writeHead(service.answer.status, service.answer.headers).end(service.answer.body);
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const service: OneAnswer = {
    client: new BlobServiceClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}/account`),
    answer: { status: 200, headers: {}, body: '' },
    lastBody: '',
    stop: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
  return service;
}
