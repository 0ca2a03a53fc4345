import { canonicalize } from './core/canonical';
import { hash } from '#sha256';
import type { Catalog } from './core/catalog';
import { buildCatalog } from './core/template';
import { policyFiles } from './policy-files';

/** All activities, personas and limits of `policy-templates/`, read once. A bundle has them compiled in instead. */
export const catalog: Catalog = buildCatalog(policyFiles());

/** Twelve hexadecimal digits that change with any policy file: which catalogue a role was rendered from. */
export const catalogVersion: string = hash(canonicalize(policyFiles())).slice(0, 12);
