"""Which deployment the commands work on: a stack by its name, or the environment as it is."""

import os

from botocore.exceptions import BotoCoreError, ClientError

from sales_agent.ports.errors import Refused
from sales_agent.settings import settings

TOLD_BY = "IngestFunction"
"""The function whose environment names everything of the deployment."""


def adopt(stack: str) -> None:
    """Takes over what the functions of a deployed stack know of it. Raises Refused when it cannot be read."""
    import boto3

    try:
        resource = boto3.client("cloudformation").describe_stack_resource(StackName=stack, LogicalResourceId=TOLD_BY)
        name = resource["StackResourceDetail"]["PhysicalResourceId"]
        function = boto3.client("lambda").get_function_configuration(FunctionName=name)
    except (BotoCoreError, ClientError) as error:
        raise Refused(f"stack {stack} cannot be read: {error}") from error
    os.environ.update(function["Environment"]["Variables"])
    settings.cache_clear()
