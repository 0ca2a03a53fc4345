import { cpus } from 'node:os';
import { figure, MARGIN, table, type Row } from './goal';
import type { Growth } from './growth';

/** The largest exponent that still counts as linear. */
const LINEAR = 1.1;

/** What the figures were taken on. */
export function machine(): string {
  const [first] = cpus();
  return `Node.js ${process.versions.node}, ${String(cpus().length)} cores, ${first?.model ?? 'unknown processor'}`;
}

export function growthRow(growths: readonly Growth[]): Row {
  const largest = Math.max(...growths.map(({ exponent }) => exponent));
  return {
    what: 'how cost grows: the largest exponent of the plot below',
    measured: figure(largest, ''),
    peer: '',
    bound: '1, linear',
    ratio: '',
    goal: `≤ ${String(LINEAR)}`,
    met: largest <= LINEAR,
  };
}

/** docs/performance.md */
export function performancePage(rows: readonly Row[], growths: readonly Growth[], measuredOn: string): string {
  return `# Performance

Made by \`npm run bench\`, which measures everything on this page in one run and fails where a goal is missed. Figures depend on the machine
(here: ${measuredOn}); the ratios hardly do, since what is compared takes turns in one process, or in fresh processes one after the other.
Medians of at least 15 runs; of those that only show how cost grows, of five or of as many as ten seconds hold.

What stands for others is rebuilt from what they do in public: a renderer that reads all its policy files for every role and replaces text
in them ([rereading-renderer.ts](../test/bench/rereading-renderer.ts)); CDK's \`AwsCustomResource\`, whose handler comes from aws-cdk-lib;
the AWS SDK's own retries; and the AWS SDK with the function's commands and nothing else.

A goal is *out of reach* where a minimal program misses it in the same run. For events that is the function's client of the AWS SDK and the
very calls that the function made, as deep and as wide, with nothing rendered or compared
([minimal-program.ts](../test/bench/minimal-program.ts)); what is measured is then held to ${String(MARGIN.later)} × of that program, and to
${String(MARGIN.first)} × in the first event of a process, which runs code that has not been compiled yet. For a first render it is text replacement after one
look at each value ([cold-minimal.ts](../test/bench/cold-minimal.ts)), and the margin ${String(MARGIN.render)} ×.

${table(rows)}

No AWS account was part of this: IAM's answers come from the local AWS of this project, over the loopback interface, some 50 ms late where
the table says so; how late, Node's HTTP client alone measures in the same run. Lambda's own start comes on top.

## What stands in the way

- *A first render.* V8 compiles each function when it is called for the first time, and what it has compiled runs unoptimised: half of the time
  goes into compiling (with everything compiled beforehand, by \`--no-lazy\`, it takes less than half). Statements are prepared for the place
  then, which later roles find done.
- *A cold request.* The AWS SDK is loaded and runs for the first time, twice over TLS; the two reads that show IAM to be consistent are
  calls of their own. What comes on top is loading the catalogue and the rules, and rendering.
- *Round trips.* The AWS SDK takes milliseconds of its own for each wave of calls, beside the 50 of the network, and in the first event of a
  process more: it makes its endpoint rules, schemas and signing ready, and its code runs for the first time.
- *Overflow policies.* At most six calls of one event are under way at once, since IAM's rates are shared by the whole account.
- *Managed policies.* Statements are put into documents whole; those with a Deny stay inline.

## How cost grows

Milliseconds for so many personas, or for one persona with so many values in a list. The figure behind each name is the fitted exponent:
1 is linear.

![Milliseconds against personas and values](performance.svg)

| what | size: milliseconds | exponent |
| --- | --- | --- |
${growths.map(growthLine).join('\n')}
`;
}

function growthLine({ name, unit, points, exponent }: Growth): string {
  const values = points.map(({ size, milliseconds }) => `${String(size)}: ${figure(milliseconds, '')}`).join(', ');
  return `| ${name}, ${unit} | ${values} | ${exponent.toFixed(2)} |`;
}
