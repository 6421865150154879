/**
 * The inputs of each action that the workflows use, by its major version, as its action.yml declares them at the commit
 * that is pinned; with `!` those that this project must give. GitHub only warns of an input that an action doesn't know.
 */
export const actionInputs: Readonly<Record<string, readonly string[]>> = {
  'actions/attest@v4': ['subject-path', 'sbom-path', 'subject-checksums', 'subject-digest', 'subject-name'],
  'actions/checkout@v7': ['persist-credentials!', 'ref', 'fetch-depth'],
  'actions/dependency-review-action@v4': ['fail-on-severity', 'license-check', 'fail-on-scopes'],
  'actions/download-artifact@v8': ['name!', 'path', 'digest-mismatch'],
  'actions/setup-node@v7': ['node-version!', 'cache', 'package-manager-cache'],
  'actions/upload-artifact@v7': ['name!', 'path!', 'if-no-files-found!', 'retention-days!'],
  'azure/login@v3': ['client-id!', 'tenant-id!', 'subscription-id!', 'environment!', 'audience!'],
  'Azure/functions-action@v1': ['app-name!', 'package!'],
  'github/codeql-action/analyze@v4': ['category!'],
  'github/codeql-action/init@v4': ['languages!', 'build-mode!', 'queries'],
};
