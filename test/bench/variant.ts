/** The four variants of Role Manager: without limits, with a VPC, with keys, with both. */
export const VARIANTS = ['none', 'Vpc', 'Kms', 'VpcKms'] as const;
export type Variant = (typeof VARIANTS)[number];
