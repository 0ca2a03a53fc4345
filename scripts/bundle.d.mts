import type { BuildOptions, BuildResult, Plugin } from 'esbuild';
import type { PolicyFile } from '../lambda/core/template';

export function readPolicyFiles(): Promise<readonly PolicyFile[]>;
export function bundle(options: BuildOptions): Promise<BuildResult>;
export const rulesInside: Plugin;
export const sdkInLambda: Required<Pick<BuildOptions, 'plugins' | 'external'>>;
export function loadTypeScript(entryPoint: string): Promise<unknown>;
