"""
A rule for cfn-lint: the Properties of Custom::SageMakerPersonaRole by the JSON Schema of this project, with line numbers.

    cfn-lint -a examples/lint -t template.yaml

It finds the schema in the package or the clone that it is part of. Elsewhere: PERSONA_ROLE_SCHEMA=properties.schema.json, which
`persona-role schema` prints.
"""

import json
import os
from collections import deque
from pathlib import Path

from cfnlint.helpers import FUNCTIONS
from cfnlint.jsonschema import ValidationError
from cfnlint.rules.jsonschema.CfnLintJsonSchema import CfnLintJsonSchema

TYPE = "Custom::SageMakerPersonaRole"
BUILT = Path(__file__).resolve().parents[2] / "dist" / "properties.schema.json"


class PersonaRoleProperties(CfnLintJsonSchema):
    id = "E9101"
    shortdesc = f"Properties of {TYPE}"
    description = "The provider refuses properties that its JSON Schema does not know"
    source_url = "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-customresource.html"
    tags = ["resources", "iam", "sagemaker"]

    def __init__(self):
        super().__init__(keywords=["Resources/*"], all_matches=True)
        self._schema = json.loads(Path(os.environ.get("PERSONA_ROLE_SCHEMA", BUILT)).read_text(encoding="utf-8"))

    def validate(self, validator, _, instance, schema):
        if not validator.is_type(instance, "object") or instance.get("Type") != TYPE:
            return
        properties = instance.get("Properties", {})
        if not validator.is_type(properties, "object"):
            yield ValidationError("Properties must be a map", path=deque(["Properties"]), rule=self)
            return
        context = validator.context.evolve(functions=list(FUNCTIONS), strict_types=False)
        own = self.extend_validator(validator, self._schema, context)
        for error in self._validate(own, properties):
            error.path.appendleft("Properties")
            yield error
