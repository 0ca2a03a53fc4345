// Synthesises a CDK app of COUNT personas, or of as many plain roles, each persona with VALUES buckets. Prints the milliseconds from the
// first construct to the last file. Arguments: persona or role, COUNT, VALUES, a folder for the output.
const { App, Stack } = require('aws-cdk-lib');
const iam = require('aws-cdk-lib/aws-iam');

const [kind, count, values, outdir] = process.argv.slice(2);
const numbers = (length) => Array.from({ length: Number(length) }, (_, index) => index);

function addRoles(stack) {
  for (const index of numbers(count))
    new iam.Role(stack, `Role${index}`, { assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com') });
}

function addPersonas(stack) {
  const s3 = require('aws-cdk-lib/aws-s3');
  const { PersonaRoleProvider, SageMakerPersonaRole } = require('sagemaker-persona-role');
  const token = 'arn:aws:lambda:us-east-1:111122223333:function:sagemaker-persona-role';
  const provider = PersonaRoleProvider.fromServiceToken(stack, 'Provider', token);
  const rolesToPass = [iam.Role.fromRoleArn(stack, 'Compute', 'arn:aws:iam::111122223333:role/sagemaker-persona/compute')];
  const s3Buckets = numbers(values).map((index) => s3.Bucket.fromBucketName(stack, `Bucket${index}`, `ml-data-${index}`));
  const activities = ['RunStudioApps@2', 'ManageJobs', 'ManageModels', 'ManageExperiments', 'VisualizeExperiments', 'AccessS3Buckets'];
  for (const index of numbers(count))
    new SageMakerPersonaRole(stack, `Role${index}`, {
      provider,
      activities: activities.map((activity) => ({ activity })),
      rolesToPass,
      s3Buckets,
    });
}

const started = performance.now();
// A stack may hold 500 resources; how the time grows is asked beyond that.
const app = new App({ outdir, context: { '@aws-cdk/core:stackResourceLimit': 0 } });
const stack = new Stack(app, 'Ml', { env: { account: '111122223333', region: 'us-east-1' } });
if (kind === 'role') addRoles(stack);
else addPersonas(stack);
app.synth();
process.stdout.write(`${JSON.stringify(performance.now() - started)}\n`);
