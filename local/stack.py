"""The product's own template, built and deployed to the emulator."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from subprocess import run
from typing import Any

from local.emulator import Emulator
from local.ports import CannotStart
from scripts.build import OUTPUT, build, host_architecture, sam_environment

NAME = "sales-agent-local"
API_ID = "salesagent"
STAGE = "dev"
ARTIFACTS = "artifacts"
BUILT = OUTPUT / host_architecture()
PARAMETERS = {
    "Stage": STAGE,
    "EmbeddedModels": "true",
    "Vendors": "openai,pinecone,google,calendly,outlook,hubspot,salesforce,zoho,sendgrid,mailgun,smtp",
    "MailFrom": "hello@wrenandkettle.example",
    "SalesTeamEmails": "sales@wrenandkettle.example",
    "ArchiveDays": "0",  # the emulator has no archives
    "ProtectTables": "false",
    "Emulated": "true",
}


@dataclass(frozen=True)
class Stack:
    """What was deployed: outputs by name, and the emulator it runs on."""

    emulator: Emulator
    outputs: Mapping[str, str]

    @property
    def api_url(self) -> str:
        """Where a browser on this machine reaches the API."""
        return api_url(self.emulator)

    def function(self, logical_id: str) -> str:
        """The deployed name of a function, such as `Sweep`."""
        cloudformation = self.emulator.client("cloudformation")
        resource = cloudformation.describe_stack_resource(StackName=NAME, LogicalResourceId=f"{logical_id}Function")
        return str(resource["StackResourceDetail"]["PhysicalResourceId"])

    def settings(self) -> dict[str, str]:
        """The environment in which the product's own code, such as the CLI, works on this stack from outside."""
        function = self.emulator.client("lambda").get_function_configuration(FunctionName=self.function("Ingest"))
        return dict(function["Environment"]["Variables"]) | self.emulator.environment()


def api_url(emulator: Emulator) -> str:
    """The API's address, known before it exists since its id is chosen by a tag."""
    return f"{emulator.url}/_aws/execute-api/{API_ID}/{STAGE}"


def build_here() -> None:
    """Builds for this machine's processor, unless it is built already."""
    build(host_architecture())


def deploy(emulator: Emulator, **parameters: str) -> Stack:
    """Deploys the build to a running emulator. Raises CannotStart with what SAM CLI said."""
    emulator.client("s3").create_bucket(Bucket=ARTIFACTS)
    _allow_mail(emulator)
    chosen = PARAMETERS | {"Architecture": host_architecture(), "PublicApiUrl": api_url(emulator)} | parameters
    command = ["sam", "deploy", "--template-file", "template.yaml", "--stack-name", NAME]
    command += ["--s3-bucket", ARTIFACTS, "--capabilities", "CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"]
    command += ["--tags", f"ms-custom-id={API_ID}", "--no-progressbar", "--no-fail-on-empty-changeset"]
    command += ["--parameter-overrides", *(f"{key}={value}" for key, value in chosen.items())]
    environment = sam_environment() | emulator.environment()
    environment = {key: value for key, value in environment.items() if key != "AWS_PROFILE"}
    result = run(command, env=environment, cwd=BUILT, capture_output=True, text=True, check=False)
    if result.returncode:
        raise CannotStart(f"The deployment failed:\n{_plain(result.stdout + result.stderr)}")
    return Stack(emulator, _outputs(emulator))


def _allow_mail(emulator: Emulator) -> None:
    """Verifies our sender and leaves SES's sandbox, as an operator does once."""
    emulator.client("ses").verify_email_identity(EmailAddress=PARAMETERS["MailFrom"])
    emulator.client("sesv2").put_account_details(
        MailType="TRANSACTIONAL", WebsiteURL="https://www.wrenandkettle.example", ProductionAccessEnabled=True
    )


def _outputs(emulator: Emulator) -> dict[str, str]:
    stacks: list[dict[str, Any]] = emulator.client("cloudformation").describe_stacks(StackName=NAME)["Stacks"]
    return {output["OutputKey"]: output["OutputValue"] for output in stacks[0].get("Outputs", [])}


def _plain(text: str) -> str:
    """SAM's output without colours and with its last, telling lines only."""
    lines = re.sub(r"\x1b\[[0-9;]*m", "", text).strip().splitlines()
    return "\n".join(lines[-25:])
