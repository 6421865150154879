import type { TopLevelType } from './top-level-type';

/** Container registries: deleting one deletes its repositories, which Resource Manager never shows. */
export const containerRegistries: TopLevelType = {
  armType: 'Microsoft.ContainerRegistry/registries',
  records: 'registries',
  deletion: 'operation',
  view({ body: { repositories: _repositories, ...body } }) {
    return body;
  },
  remove: (record, context) => context.state.remove(record),
};
