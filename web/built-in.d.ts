// What the build (scripts/web.mjs) compiles into the page.

/** The files of policy-templates/, sorted by path. */
declare module 'built-in:policy-files' {
  export const policyFiles: readonly import('../lambda/core/template').PolicyFile[];
}

/** What AWS's service authorization reference says of the actions that the catalogue names. */
declare module 'built-in:reference' {
  export const services: import('./design/reference').Reference;
}
