"""Ingests a file from the drop folder: `drop/<tenant>/<file>` is the tenant's whole site.

What came of it is kept at `knowledge/reports/<tenant>/<file>.json`.
"""

import json
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sales_agent.domain.coverage import CoverageReport
from sales_agent.ports.blobs import Blobs
from sales_agent.ports.errors import NotFound, Refused, Retriable
from sales_agent.ports.site_readers import SiteReader
from sales_agent.services.ingest_site import IngestSite

_PARTS = 3


class IngestDrop:
    """Fetches the file, reads it as what it is, and brings it into its tenant's libraries."""

    def __init__(
        self, blobs: Blobs, open_site: Callable[[Path], SiteReader], ingest_site: Callable[[str], IngestSite]
    ) -> None:
        self._blobs = blobs
        self._open_site = open_site
        self._ingest_site = ingest_site

    def __call__(self, key: str) -> CoverageReport:
        """Ingests an object. Raises Refused for what is no site, Retriable when a library could not keep up."""
        folder, tenant, name = key.split("/") if key.count("/") == _PARTS - 1 else ("", "", "")
        if folder != "drop" or not tenant or not name:
            raise Refused(f"{key} does not lie at drop/<tenant>/<file>", field="key")
        try:
            report = self._read(key, tenant, name)
        except Refused as refusal:
            self._keep(tenant, name, {"refused": str(refusal)})
            raise
        self._keep(tenant, name, report.to_json())
        if report.failures:
            raise Retriable("; ".join(report.failures))
        return report

    def _read(self, key: str, tenant: str, name: str) -> CoverageReport:
        with TemporaryDirectory(prefix="drop-") as folder:
            path = Path(folder) / name
            self._blobs.download(key, path)
            return self._ingest_site(tenant)(self._open_site(path))

    def _keep(self, tenant: str, name: str, result: dict[str, Any]) -> None:
        key = f"knowledge/reports/{tenant}/{name}.json"
        with TemporaryDirectory(prefix="report-") as folder:
            old, new = Path(folder) / "old", Path(folder) / "new"
            new.write_text(json.dumps(result, ensure_ascii=False, indent=1))
            try:
                tag = self._blobs.download(key, old) or ""
            except NotFound:
                tag = ""
            self._blobs.upload(key, new, expected=tag)
