import type { BuildOptions, BuildResult } from 'esbuild';
import type { PolicyFile } from '../lambda/core/template';

export function readPolicyFiles(): Promise<readonly PolicyFile[]>;
export function bundle(options: BuildOptions): Promise<BuildResult>;
export function loadTypeScript(entryPoint: string): Promise<unknown>;
