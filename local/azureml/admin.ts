import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { CallLog } from './calls';
import type { EmulatorContext } from './context';
import { listEntries } from './files/list-entries';
import type { FaultRule, Faults } from './faults';
import { faultOfRule } from './faults';
import { addSeed } from './seed/apply';
import { changeAccount } from './seed/change-account';
import type { SeedAccount } from './seed/seed-storage';
import { SeedError } from './seed/validate';

/** What the admin routes work with. */
export interface AdminOptions {
  context: EmulatorContext;
  faults: Faults;
  calls: CallLog;
  adminKey: string;
}

/** Routes for tests and checks; they are no part of Azure and need the header x-emulator-admin. */
export function addAdminRoutes(server: FastifyInstance, options: AdminOptions): void {
  const { context, faults, calls, adminKey } = options;
  const guard = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    if (request.headers['x-emulator-admin'] === adminKey) return;
    await reply.code(403).send({ error: { code: 'Forbidden', message: 'The header x-emulator-admin is missing.' } });
  };
  const admin = { onRequest: guard };
  server.get('/_emulator/state', admin, () => ({
    settings: context.settings,
    records: context.state.all(),
    operations: context.state.noteNames('operation:').map((name) => context.state.note(name)),
  }));
  server.get('/_emulator/files', admin, () => ({ files: listEntries(context.files) }));
  server.get('/_emulator/calls', admin, () => calls.report());
  server.post('/_emulator/faults', admin, (request, reply) => {
    const rule = request.body as Partial<FaultRule>;
    const complaint = faultOfRule(rule);
    if (complaint !== undefined) return reply.code(400).send({ error: { code: 'InvalidFault', message: complaint } });
    faults.add(rule as FaultRule);
    return reply.code(201).send({ accepted: true });
  });
  server.delete('/_emulator/faults', admin, (_request, reply) => {
    faults.clear();
    return reply.code(204).send();
  });
  server.put<{ Params: { name: string } }>('/_emulator/storage-accounts/:name', admin, async (request, reply) => {
    await changeAccount(request.params.name, request.body as Pick<SeedAccount, 'blobService'>, context);
    return reply.code(204).send();
  });
  server.post('/_emulator/seed', admin, async (request, reply) => {
    try {
      await addSeed(request.body, context);
      return await reply.code(201).send({ accepted: true });
    } catch (error) {
      if (!(error instanceof SeedError)) throw error;
      return reply.code(400).send({ error: { code: 'InvalidSeed', message: error.message } });
    }
  });
}
