"""A data scientist's role with network and encryption limits: data-scientist.ts in Python.

Run it with: npx cdk deploy --app 'python data_scientist.py'
"""

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from sagemaker_persona_role import Activity, Persona

app = cdk.App()
stack = cdk.Stack(app, "DataScientists")

roles_to_pass = [iam.Role.from_role_name(stack, "Compute", "ml-compute")]
buckets = [s3.Bucket.from_bucket_name(stack, "Data", "my-ml-data")]
keys = "arn:aws:kms:us-east-1:111122223333:key/"

persona = Persona(
    stack,
    "Persona",
    activities=[
        Activity.run_studio_apps_v2(stack, "RunStudioApps"),
        Activity.manage_jobs(stack, "ManageJobs", roles_to_pass=roles_to_pass),
        Activity.manage_models(stack, "ManageModels", roles_to_pass=roles_to_pass),
        Activity.manage_experiments(stack, "ManageExperiments"),
        Activity.visualize_experiments(stack, "VisualizeExperiments"),
        Activity.access_s3_buckets(stack, "AccessS3Buckets", s3_buckets=buckets),
    ],
    subnets=[ec2.Subnet.from_subnet_id(stack, "Subnet", "subnet-0123456789abcdef0")],
    security_groups=[ec2.SecurityGroup.from_security_group_id(stack, "SecurityGroup", "sg-0123456789abcdef0")],
    data_keys=[kms.Key.from_key_arn(stack, "DataKey", keys + "11111111-1111-1111-1111-111111111111")],
    volume_keys=[kms.Key.from_key_arn(stack, "VolumeKey", keys + "22222222-2222-2222-2222-222222222222")],
)

persona.create_role(stack, "Role", "data-scientist", "For the data scientists of the team")

app.synth()
