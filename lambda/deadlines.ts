/** Until when what may go on, milliseconds since the epoch. Whatever happens, the answer gets out before Lambda ends the function. */
export interface Deadlines {
  /** Reading and writing IAM. */
  readonly work: number;
  /** Taking back what a failed event made. */
  readonly cleanUp: number;
  /** Delivering the answer. */
  readonly answer: number;
}

/** Ten seconds of the function's time, or a third where it has less than thirty, are kept for cleaning up and answering. */
export function deadlines(now: number, remaining: number): Deadlines {
  const reserve = Math.min(10_000, remaining / 3);
  const end = now + remaining;
  return { work: end - reserve, cleanUp: end - reserve / 2, answer: end - reserve / 10 };
}
