import type { Gap } from '../../resources/resource-type';
import type { SealedPackage } from '../package/sealed-package';
import type { RequestState } from '../states';

/** What a certificate is made from: how the request ends, and every phase whose outcomes count, in their order. Only references. */
export interface CertificateInput {
  key: string;
  /** Undefined when all was done: then the outcomes decide. */
  state?: RequestState;
  plan?: string;
  decision?: string;
  /** Last links of the phases, first to last. */
  phases: string[];
  /** Result of the comparison with a second inventory. */
  compared?: { result: string; gaps: string };
  /** What the orchestrator could not get done. */
  gaps: Gap[];
  package?: SealedPackage;
  /** Why it failed, in words that name nobody. */
  failure?: string;
}
