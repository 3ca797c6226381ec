"""The environment as types: what a deployment decides. What a company decides stands in `app.yaml`."""

import os
from collections.abc import Mapping
from functools import cache

from pydantic import BaseModel, ConfigDict


class Settings(BaseModel):
    """Names of the deployed resources; every field is the environment variable of the same name in capitals."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    stage: str = "dev"
    table_name: str = ""
    metrics_table_name: str = ""
    event_bus_name: str = ""
    site_bucket: str = ""
    signing_secret_id: str = ""
    vendor_secret_prefix: str = ""
    kms_key_id: str = ""
    mail_from: str = ""
    sales_team_emails: str = ""
    ses_configuration_set: str = ""
    event_bus_arn: str = ""
    reminder_group: str = ""
    calendar_function: str = ""
    reminder_role_arn: str = ""
    public_api_url: str = ""
    public_site_url: str = ""
    queue_prefix: str = ""
    embedded_models: bool = False
    allowed_origins: str = ""

    @property
    def sales_team(self) -> list[str]:
        """The deployment's addresses of the sales team, used when `app.yaml` names none."""
        return [address.strip() for address in self.sales_team_emails.split(",") if address.strip()]


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Reads settings from a mapping like `os.environ`."""
    present = {name: environment[name.upper()] for name in Settings.model_fields if name.upper() in environment}
    return Settings.model_validate(present)


@cache
def settings() -> Settings:
    """The settings of this process, read once."""
    return read_settings(os.environ)
