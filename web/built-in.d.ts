// What the build (scripts/web.mjs) compiles into the page.

/** The files of policy-templates/, sorted by path. */
declare module 'built-in:policy-files' {
  import type { PolicyFile } from '../lambda/core/template';
  export const policyFiles: readonly PolicyFile[];
}

/** What AWS's service authorization reference says of the actions that the catalogue names. */
declare module 'built-in:reference' {
  import type { ServiceReference } from './design/reference';
  export const services: Readonly<Record<string, ServiceReference>>;
}
