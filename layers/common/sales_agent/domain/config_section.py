"""What every section of `app.yaml` is made of."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, validate_email

from sales_agent.domain.iana import known_zones


def _known_zone(name: str) -> str:
    if name not in known_zones():
        raise ValueError(f"{name!r} is not an IANA time zone such as Europe/London")
    return name


def _email_address(text: str) -> str:
    return validate_email(text)[1]


Zone = Annotated[str, AfterValidator(_known_zone)]
# Not pydantic's EmailStr: that loads its validator with the module, a quarter of a small function's cold start.
EmailAddress = Annotated[str, AfterValidator(_email_address), Field(json_schema_extra={"format": "email"})]
Share = Annotated[float, Field(ge=0, le=1)]
Region = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
WebOrigin = Annotated[str, StringConstraints(pattern=r"^(\*|https?://[^/\s]+)$")]
WebAddress = Annotated[str, StringConstraints(pattern=r"^(https?://[^/\s]+\S*)?$")]
SiteKey = Annotated[str, StringConstraints(pattern=r"^\S+$")]
FieldName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,63}$")]


class Section(BaseModel):
    """One section of the file; a key that it does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)  # most functions never read one
