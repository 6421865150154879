import type { CertificateView } from './tables';
import { wrap } from './words';

/** Whether what was erased can be restored, until when, and who vouches for it: nothing for what erased nothing. */
export function proofLines({ stage, irrecoverableOn, signature, unsigned }: CertificateView): string[] {
  const by = signature
    ? `Signed with the key ${signature.kid.slice(0, 16)}….`
    : `Not signed (${unsigned ?? 'no_key'}).`;
  return [...(stage ? [stageText(stage, irrecoverableOn)] : []), by].flatMap((text) => wrap(text, 96, '  '));
}

function stageText(stage: string, irrecoverableOn: string | undefined): string {
  if (stage === 'irrecoverable') return 'Irrecoverable: nothing of what was erased can be restored in this storage.';
  const until = irrecoverableOn ? `irrecoverable on ${irrecoverableOn.slice(0, 10)}` : 'Azure tells no date';
  return `Inaccessible now, ${until}: then all of it is looked at again, and a final certificate issued.`;
}
