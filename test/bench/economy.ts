import { figure, type Row } from './goal';
import { DATA_SCIENTIST, properties } from './workload';

/** CloudFormation's quotas. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const RESOURCES = 500;
const TEMPLATE_BYTES = 1_000_000;
const BODY_BYTES = 51_200;

/** Bytes of a minified template with this many personas. */
function templateBytes(personas: number): number {
  const { Activities, ...values } = properties(DATA_SCIENTIST, 'VpcKms', 'typical');
  const entry = {
    Type: 'Custom::SageMakerPersonaRole',
    Properties: {
      ServiceToken: { 'Fn::ImportValue': 'sagemaker-persona-role-ServiceToken' },
      ServiceTimeout: 1200,
      Persona: 'DataScientist@1',
      ...values,
    },
  };
  if (!Array.isArray(Activities)) throw new Error('the workload names no activities');
  const resources = Array.from({ length: personas }, (_, index) => [`Role${String(index).padStart(3, '0')}`, entry] as const);
  return Buffer.byteLength(JSON.stringify({ Resources: Object.fromEntries(resources) }));
}

/** How many personas a template of at most this size holds. */
function personasWithin(bytes: number): number {
  const [one, two] = [templateBytes(1), templateBytes(2)];
  return 1 + Math.floor((bytes - one) / (two - one));
}

/** What a persona costs in a template. */
export function templateEconomy(): Row[] {
  const bytes = templateBytes(2) - templateBytes(1);
  const inStack = Math.min(RESOURCES, personasWithin(TEMPLATE_BYTES));
  const inBody = personasWithin(BODY_BYTES);
  const row = (what: string, measured: string, peer: string, goal: string, met: boolean): Row => ({
    what,
    measured,
    peer,
    bound: '',
    ratio: '',
    goal,
    met,
  });
  return [
    row(
      'resource entry, data scientist with Vpc and Kms, minified',
      figure(bytes, 'bytes'),
      'one policy resource an activity',
      '≤ 700 bytes',
      bytes <= 700,
    ),
    row('personas in one stack', String(inStack), `${String(Math.floor(RESOURCES / 7))}, seven resources each`, '≥ 490', inStack >= 490),
    row(`personas in a body of ${String(BODY_BYTES)} bytes`, String(inBody), '', '≥ 70', inBody >= 70),
  ];
}
