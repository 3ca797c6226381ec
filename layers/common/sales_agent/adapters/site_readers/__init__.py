"""Readers of websites: which one reads what was dropped is found out by looking at it.

The first paragraph of a product's page holds its facts: name, price, article number.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from sales_agent.adapters.packed_files import File, open_folder
from sales_agent.adapters.site_readers import astro, wordpress
from sales_agent.domain.knowledge import BrokenPage
from sales_agent.ports.errors import Refused, Skippable
from sales_agent.ports.site_readers import PageOutcome, SiteReader

OPENERS: tuple[Callable[[File, str], Sequence[SiteReader]], ...] = (
    astro.open_sites,
    wordpress.open_sites,
)
EXPECTED = (
    "a WordPress export (.xml, .xml.gz, .zip; Tools > Export), an Astro project (a folder or .zip with src/ or dist/),"
    " or a folder of exports"
)


def open_site(path: Path, base_url: str = "") -> SiteReader:
    """The reader for a file or folder; `base_url` is where the site is served. Raises Refused for anything else."""
    if not path.exists():
        raise Refused(f"{path} does not exist", field="path")
    source = open_folder(path) or path
    for sites_in in OPENERS:
        readers = sites_in(source, base_url)
        if readers:
            return readers[0] if len(readers) == 1 else _Several(readers)
    raise Refused(f"{path} is no website that can be read: expected {EXPECTED}", field="path")


class _Several:
    """Several exports as one site: one that cannot be read does not keep the others out."""

    def __init__(self, readers: Sequence[SiteReader]) -> None:
        self._readers = readers

    def read(self) -> Iterator[PageOutcome]:
        """The pages of all. Raises Refused when none can be read, Skippable at the end when some cannot."""
        problems: list[Refused | Skippable] = []
        for reader in self._readers:
            try:
                yield from reader.read()
            except (Refused, Skippable) as problem:
                problems.append(problem)
                yield BrokenPage(source="a file", error=str(problem))
        if problems:
            refused = len(problems) == len(self._readers) and all(isinstance(one, Refused) for one in problems)
            raise (Refused if refused else Skippable)(f"{len(problems)} of {len(self._readers)} files are not whole")
