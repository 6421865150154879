import { join } from 'node:path';
import { build, type Metafile, type Plugin } from 'esbuild';

/** The deployable folder, below the project. */
export const deployable = 'dist/app';

/** What esbuild makes of the app. */
export interface Bundle {
  /** Contents by name: `index.js` and its source map. */
  files: ReadonlyMap<string, Uint8Array>;
  /** What went into it; paths are below the project. */
  metafile: Metafile;
}

/**
 * Takes of each package the form that Node gives to `require`, as it does where the app runs unbundled. Left to itself
 * esbuild takes the other one for `import`: Azure's core packages would then be in the bundle twice, each with classes
 * and state of its own, because some SDKs exist in one form only.
 */
const asRequired: Plugin = {
  name: 'as-required',
  setup(context) {
    context.onResolve({ filter: /^[^.]/ }, ({ path, kind, importer, resolveDir, pluginData }) => {
      if (kind !== 'import-statement' || pluginData === asRequired) return undefined;
      return context.resolve(path, { kind: 'require-call', importer, resolveDir, pluginData: asRequired });
    });
  },
};

/** Bundles `src/index.ts` of the project in `root` with all that it needs. Throws for whatever esbuild warns of. */
export async function bundle(root: string): Promise<Bundle> {
  const folder = join(root, deployable);
  const { outputFiles, metafile, warnings } = await build({
    absWorkingDir: root,
    entryPoints: ['src/index.ts'],
    outfile: join(folder, 'index.js'),
    bundle: true,
    platform: 'node',
    target: 'node20',
    // The worker offers its own module by a hook of `require`: an ES module would not find it (nodejs-library #201).
    format: 'cjs',
    external: ['@azure/functions-core'],
    plugins: [asRequired],
    // Packages that only exist as ES modules ask where they lie; in CommonJS nobody would tell them.
    define: { 'import.meta.url': 'importMetaUrl' },
    banner: { js: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
    sourcemap: 'linked',
    // The sources are in the repository; a map without them is a third of the size.
    sourcesContent: false,
    // The same bytes wherever node_modules really lies.
    preserveSymlinks: true,
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  if (warnings.length > 0) {
    const texts = warnings.map(({ text, location }) => `${location?.file ?? root}:${location?.line ?? 0}: ${text}`);
    throw new Error(`esbuild warns:\n${texts.join('\n')}`);
  }
  const files = outputFiles.map(({ path, contents }) => [path.slice(folder.length + 1), contents] as const);
  return { files: new Map(files), metafile };
}
