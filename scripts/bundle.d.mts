import type { BuildOptions, BuildResult, Plugin } from 'esbuild';
import type { PolicyFile } from '../lambda/core/template';

export function readPolicyFiles(): Promise<readonly PolicyFile[]>;
export function bundle(options: BuildOptions): Promise<BuildResult>;
export const credentialsFromEnvironment: Plugin;
export const rulesInside: Plugin;
export const settingsFromEnvironment: Plugin;
export function loadTypeScript(entryPoint: string): Promise<unknown>;
