import type { PersonaTemplate } from '../../lambda/core/template';

/**
 * Activities without which others are of no use, by the beginning of the others' names.
 * Source: https://docs.aws.amazon.com/sagemaker/latest/dg/canvas-getting-started.html
 */
const NEEDED: Readonly<Record<string, string>> = { Canvas: 'CanvasCoreAccess' };

/** Activities that a persona lacks although others of it need them, and of which its description does not tell that they are to be named. */
export function personaFindings({ Activities, Description }: Pick<PersonaTemplate, 'Activities' | 'Description'>): string[] {
  const names = Activities.map((activity) => activity.split('@')[0] ?? '');
  return Object.entries(NEEDED).flatMap(([beginning, needed]) => {
    const needing = names.filter((name) => name.startsWith(beginning));
    if (needing.length === 0 || names.includes(needed) || Description.includes(needed)) return [];
    return [`${needing.join(', ')} stand without ${needed}, and the description does not ask for it`];
  });
}
