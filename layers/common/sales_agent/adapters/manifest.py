"""What is published of a namespace whose passages lie at a vendor."""

from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

from pydantic import Field

from sales_agent.domain.calibration import higher
from sales_agent.domain.record import Record


class KeptPage(Record):
    """One version of a page, in so many passages."""

    content_hash: str
    passages: int

    def ids(self, url: str) -> list[str]:
        """The names of its passages, different for every version."""
        page = blake2b(f"{url} {self.content_hash}".encode(), digest_size=16).hexdigest()
        return [f"{page}-{number}" for number in range(self.passages)]


class Manifest(Record):
    """The pages by URL, and what `domain.calibration` knows of them."""

    embedder: str
    pages: dict[str, KeptPage] = Field(default_factory=dict)
    off_topic: list[float] = Field(default_factory=list)

    @classmethod
    def read(cls, path: Path) -> "Manifest":
        """The manifest in a file."""
        return cls.model_validate_json(path.read_bytes())


@dataclass
class Revision:
    """Pages to be published (or, with None, forgotten); afterwards `stale` names the passages nobody needs any more."""

    embedder: str
    pages: dict[str, KeptPage | None] = field(default_factory=dict)
    off_topic: list[float] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)

    def bring_in(self, path: Path) -> None:
        """Revises the manifest in the file; one of another embedder is replaced."""
        old = Manifest.read(path) if path.exists() else Manifest(embedder=self.embedder)
        same = old if old.embedder == self.embedder else Manifest(embedder=self.embedder)
        merged = {**same.pages, **self.pages}
        new = Manifest(
            embedder=self.embedder,
            pages={url: page for url, page in merged.items() if page},
            off_topic=higher(same.off_topic, self.off_topic),
        )
        path.write_text(new.model_dump_json())
        gone = [(url, page) for url, page in old.pages.items() if new.pages.get(url) != page]
        self.stale += [name for url, page in gone for name in page.ids(url)]
