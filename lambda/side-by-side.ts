/**
 * What is under way side by side comes to its end, whatever becomes of the rest: once this has thrown, nothing is written any more.
 * @throws what the first of them in order was rejected with
 */
export async function sideBySide(work: readonly Promise<unknown>[]): Promise<void> {
  for (const outcome of await Promise.allSettled(work)) if (outcome.status === 'rejected') throw outcome.reason;
}
