"""Field definitions of the objects a sales agent writes, and their describe results."""

from dataclasses import dataclass
from typing import Any

TEXT = ("string", "textarea", "email", "phone", "url", "picklist", "id", "reference", "base64")


Record = dict[str, Any]
"""A record's values by field name."""


@dataclass(frozen=True)
class Field:
    """One field; the words are describe's own. `required` is not nillable and not defaulted."""

    name: str
    type: str = "string"
    length: int = 0
    required: bool = False
    writes: bool = True
    unique: bool = False
    external_id: bool = False
    id_lookup: bool = False
    values: tuple[str, ...] = ()
    restricted: bool = False
    default: Any = None
    refers_to: tuple[str, ...] = ()
    relationship: str = ""
    fixed: bool = False

    @property
    def custom(self) -> bool:
        """Made by an administrator."""
        return self.name.endswith("__c")

    @property
    def label(self) -> str:
        """What people read: ``FirstName`` -> ``First Name``."""
        words = "".join(f" {letter}" if letter.isupper() else letter for letter in self.name.removesuffix("__c"))
        return words.replace("_", " ").replace("  ", " ").strip()

    def to_json(self) -> dict[str, Any]:
        """The field as describe shows it."""
        return {
            "name": self.name,
            "label": self.label,
            "type": self.type,
            "length": self.length,
            "byteLength": self.length * 3,
            "nillable": not (self.required or self.type == "boolean" or self.default is not None),
            "createable": self.writes,
            "updateable": self.writes and not self.fixed,
            "defaultedOnCreate": self.type == "boolean" or self.default is not None or not self.writes,
            "externalId": self.external_id,
            "idLookup": self.id_lookup or self.external_id,
            "unique": self.unique,
            "caseSensitive": False,
            "custom": self.custom,
            "restrictedPicklist": self.restricted,
            "picklistValues": [
                {"active": True, "value": each, "label": each, "defaultValue": each == self.default, "validFor": None}
                for each in self.values
            ],
            "referenceTo": list(self.refers_to),
            "relationshipName": self.relationship or None,
            "filterable": self.type not in ("textarea", "base64"),
            "sortable": self.type not in ("textarea", "base64"),
            "calculated": False,
            "autoNumber": False,
        }


def text(name: str, length: int = 255, **more: Any) -> Field:
    """A text field."""
    return Field(name, "string", length, **more)


def area(name: str, length: int = 32_000) -> Field:
    """A long text."""
    return Field(name, "textarea", length)


def choice(name: str, *values: str, **more: Any) -> Field:
    """A picklist."""
    return Field(name, "picklist", 255, values=values, **more)


def lookup(name: str, *objects: str, **more: Any) -> Field:
    """A reference to other records."""
    return Field(name, "reference", 18, refers_to=objects, relationship=name.removesuffix("Id"), **more)


def system(name: str, kind: str, length: int = 0) -> Field:
    """A field Salesforce itself fills."""
    return Field(name, kind, length, writes=False)


SYSTEM = (
    Field("Id", "id", 18, writes=False, id_lookup=True),
    system("IsDeleted", "boolean"),
    system("CreatedDate", "datetime"),
    system("LastModifiedDate", "datetime"),
    system("SystemModstamp", "datetime"),
    system("MasterRecordId", "reference", 18),
    lookup("OwnerId", "User", default="0055g0000000001AAA"),
)
KEY = text("Agent_Key__c", 80, unique=True, external_id=True)
"""The external id an administrator has made for the integration; on activities it is not unique, the harder case."""
