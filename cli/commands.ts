/*
 * The commands that work without an account, in one file of their own once they are built: help and mistakes answer without loading it.
 */
export { check } from './check';
export { designer } from './designer';
export { diff } from './diff';
export { explainOffline } from './explain';
export { list } from './list';
export { renderCommand } from './render';
export { schema } from './schema';
export { show } from './show';
export { tryTemplate } from './try';
