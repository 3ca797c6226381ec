"""Finding and reading records of Zoho CRM.

Search knows a change only after a while: whatever it finds is read anew, and what it may not know yet is taken from the
module's list of recent changes.
"""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import islice
from urllib.parse import urlsplit

from sales_agent.adapters.zoho_forms import KEY, NOTE_FIELDS, key_of, values_of
from sales_agent.adapters.zoho_http import Row, ZohoHttp
from sales_agent.domain.crm import CrmRecord, CrmRef, Kind
from sales_agent.domain.record import utc_now

INDEX_LAG = timedelta(minutes=15)
"""How long search may take to know a change, with room to spare."""
MOST_HITS = 20
PAGE, NOTE_PAGE = 200, 50
SITES = (
    *("{}", "www.{}"),
    *(f"{scheme}://{www}{{}}{end}" for scheme in ("https", "http") for www in ("", "www.") for end in ("", "/")),
)
"""How people write a web domain; a search takes ten criteria."""
TABS = {"Deals": "Potentials"}
"""Modules that Zoho's pages call otherwise."""


class ZohoRecords:
    """The records of one organisation; `api_domain` tells where its pages are."""

    def __init__(self, http: ZohoHttp, api_domain: str) -> None:
        self._http = http
        pages = api_domain.replace("www.zohoapis.", "crm.zoho.")
        self._pages = "https://" + pages.replace("crm.zoho.ca", "crm.zohocloud.ca")

    def row(self, module: str, record_id: str) -> Row | None:
        """The record as it stands now; None when it has been deleted."""
        fields = {"fields": NOTE_FIELDS} if module == "Notes" else {}
        return self._http.row(module, record_id, **fields)

    def read(self, ref: CrmRef) -> CrmRecord | None:
        """The record, or the contact that the lead became."""
        return self._fitting(ref.kind, ref.object, ref.record_id, lambda _: True)

    def searched(self, kind: Kind, module: str, key: str) -> Iterator[CrmRecord]:
        """Those with our key that search knows; it knows no notes, and converted leads only when asked."""
        if kind != "note":
            yield from self.matching(kind, module, lambda row: key_of(kind, row) == key, **_criteria(KEY, key))

    def recent(self, kind: Kind, module: str, key: str) -> Iterator[CrmRecord]:
        """Those with our key among what was changed in the last minutes."""
        fields, size = (NOTE_FIELDS, NOTE_PAGE) if kind == "note" else (KEY, PAGE)
        rows = self._http.rows(f"/{module}", {"fields": fields, "per_page": str(size)}, since=utc_now() - INDEX_LAG)
        for row in rows:
            if key_of(kind, row) == key and (found := self.read(CrmRef(kind=kind, object=module, record_id=row["id"]))):
                yield found

    def note(self, parent: CrmRef, key: str) -> CrmRecord | None:
        """The note with our key among those of a record."""
        path = f"/{parent.object}/{parent.record_id}/Notes"
        rows = self._http.rows(path, {"fields": NOTE_FIELDS, "per_page": str(NOTE_PAGE)})
        return next((self.record("note", "Notes", row) for row in rows if key_of("note", row) == key), None)

    def people(self, module: str, email: str) -> Iterator[CrmRecord]:
        """Those with this address."""
        wanted = email.casefold()
        yield from self.matching("person", module, lambda row: wanted in map(_folded, row.values()), email=email)

    def accounts(self, name: str, domain: str) -> Iterator[CrmRecord]:
        """Those of this web domain, or, when it is empty, of exactly this name."""
        if domain:
            sites = _criteria("Website", *(site.format(domain) for site in SITES))
            yield from self.matching("company", "Accounts", lambda row: _host(row) == domain.casefold(), **sites)
        else:
            named = _criteria("Account_Name", name)
            yield from self.matching("company", "Accounts", lambda row: _name(row) == name.casefold(), **named)

    def matching(self, kind: Kind, module: str, fits: Callable[[Row], bool], **query: str) -> Iterator[CrmRecord]:
        """What search finds and, read anew, still fits."""
        converted = {"converted": "both"} if module == "Leads" else {}
        rows = self._http.rows(f"/{module}/search", {**query, **converted, "fields": "id", "per_page": str(MOST_HITS)})
        for row in islice(rows, MOST_HITS):
            if found := self._fitting(kind, module, row["id"], fits):
                yield found

    def record(self, kind: Kind, module: str, row: Row, deal: CrmRef | None = None) -> CrmRecord:
        """A row as a record of ours."""
        account = row.get("Account_Name") if module == "Contacts" else None
        return CrmRecord(
            ref=CrmRef(kind=kind, object=module, record_id=row["id"]),
            key=key_of(kind, row),
            values=values_of(kind, row),
            company=CrmRef(kind="company", object="Accounts", record_id=account["id"]) if account else None,
            deal=deal,
            url=f"{self._pages}/crm/tab/{TABS.get(module, module)}/{row['id']}",
        )

    def _fitting(self, kind: Kind, module: str, record_id: str, fits: Callable[[Row], bool]) -> CrmRecord | None:
        row = self.row(module, record_id)
        if not row or not fits(row):
            return None
        became = (row.get("$converted_detail") or {}) if row.get("$converted") else {}
        if not became:
            return self.record(kind, module, row)
        deal = CrmRef(kind="deal", object="Deals", record_id=became["deal"]) if became.get("deal") else None
        contact = self.row("Contacts", became["contact"])
        return self.record(kind, "Contacts", contact, deal) if contact else None


def _criteria(field: str, *values: str) -> dict[str, str]:
    each = [f"({field}:equals:{re.sub(r'([\\(),])', r'\\\1', value)})" for value in values]
    return {"criteria": each[0] if len(each) == 1 else f"({'or'.join(each)})"}


def _folded(value: object) -> str:
    return str(value or "").casefold()


def _name(row: Row) -> str:
    return _folded(row.get("Account_Name"))


def _host(row: Row) -> str:
    site = _folded(row.get("Website"))
    return (urlsplit(site if "//" in site else f"//{site}").hostname or "").removeprefix("www.")
