import { getBlockList, putBlock, putBlockList } from './blocks';
import { header, type Answer, type Call } from '../http/call';
import * as change from './change-blob';
import * as containers from './containers';
import { abortCopy, copyBlob, putBlobFromUrl, putBlockFromUrl } from './copy-blob';
import { deleteBlob, undeleteBlob } from './delete-blob';
import { StorageError } from '../http/errors';
import { listBlobs } from './list-blobs';
import { putBlob } from './put-blob';
import { readBlob } from './read-blob';
import * as service from './service';
import type { Store } from '../state/store';

/** What carries out a call. */
export type Operation = (store: Store, call: Call) => Answer | Promise<Answer>;

/** Operations of an account, by method and the query that selects them. */
const ofAccount: Record<string, Operation> = {
  'GET list': containers.listContainers,
  'GET properties': service.serviceProperties,
  'PUT properties': service.setServiceProperties,
  'GET properties account': service.accountInformation,
  'HEAD properties account': service.accountInformation,
  'POST userdelegationkey': service.userDelegationKey,
};

const ofContainer: Record<string, Operation> = {
  PUT: containers.createContainer,
  GET: containers.containerProperties,
  HEAD: containers.containerProperties,
  DELETE: containers.deleteContainer,
  'GET list': listBlobs,
  'GET metadata': containers.containerProperties,
  'HEAD metadata': containers.containerProperties,
  'PUT metadata': containers.setContainerMetadata,
  'PUT lease': containers.leaseContainer,
  'PUT undelete': containers.restoreContainer,
  'GET properties': service.accountInformation,
};

const ofBlob: Record<string, Operation> = {
  PUT: (store, call) => put(call)(store, call),
  GET: readBlob,
  HEAD: readBlob,
  DELETE: deleteBlob,
  'PUT block': (store, call) => (isFromUrl(call) ? putBlockFromUrl(store, call) : putBlock(store, call)),
  'PUT blocklist': putBlockList,
  'GET blocklist': getBlockList,
  'GET metadata': readBlob,
  'HEAD metadata': readBlob,
  'PUT metadata': change.setMetadata,
  'PUT properties': change.setProperties,
  'GET properties': service.accountInformation,
  'PUT tags': change.setTags,
  'GET tags': change.getTags,
  'PUT snapshot': change.takeSnapshot,
  'PUT lease': change.leaseBlob,
  'PUT undelete': undeleteBlob,
  'PUT copy': abortCopy,
  'PUT immutabilityPolicies': change.setImmutability,
  'DELETE immutabilityPolicies': change.deleteImmutability,
  'PUT legalhold': change.setLegalHold,
};

function put(call: Call): Operation {
  if (!isFromUrl(call)) return putBlob;
  return header(call, 'x-ms-blob-type') === undefined ? copyBlob : putBlobFromUrl;
}

function isFromUrl(call: Call): boolean {
  return header(call, 'x-ms-copy-source') !== undefined;
}

/** The operation that a call asks for. Throws UnsupportedOperation by name, rather than pretending. */
export function operationOf(call: Call): Operation {
  const { container, blob, query, method } = call;
  const comp = query.get('comp');
  const restype = query.get('restype');
  const table = blob !== undefined ? ofBlob : container !== undefined ? ofContainer : ofAccount;
  const name = comp === null ? method : `${method} ${comp}`;
  const operation = (restype === 'account' ? table[`${name} account`] : undefined) ?? table[name];
  if (operation === undefined) throw new StorageError('UnsupportedOperation');
  return operation;
}
