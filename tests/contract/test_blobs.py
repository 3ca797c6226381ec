"""What every place for blobs promises."""

from pathlib import Path

import boto3
import pytest
from botocore.stub import Stubber

from sales_agent.adapters.blobs.folder import FolderBlobs
from sales_agent.adapters.blobs.memory import MemoryBlobs
from sales_agent.adapters.blobs.s3 import S3Blobs
from sales_agent.ports.blobs import Blobs
from sales_agent.ports.errors import Conflict, Fatal, NotFound


@pytest.fixture(params=["memory", "folder", "s3"])
def blobs(request: pytest.FixtureRequest, tmp_path: Path) -> Blobs:
    if request.param == "memory":
        return MemoryBlobs()
    if request.param == "folder":
        return FolderBlobs(tmp_path / "blobs")
    request.getfixturevalue("aws")
    boto3.client("s3").create_bucket(Bucket="site", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    return S3Blobs("site")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return tmp_path / "source"


def put(blobs: Blobs, source: Path, content: str, expected: str) -> str:
    source.write_text(content)
    return blobs.upload("a/b.txt", source, expected=expected)


def test_what_is_put_is_got(blobs: Blobs, source: Path, tmp_path: Path) -> None:
    tag = put(blobs, source, "one", "")
    assert blobs.download("a/b.txt", tmp_path / "copy") == tag
    assert (tmp_path / "copy").read_text() == "one"


def test_a_blob_that_is_not_there_is_not_found(blobs: Blobs, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        blobs.download("a/b.txt", tmp_path / "copy")


def test_an_unchanged_blob_is_not_sent_again(blobs: Blobs, source: Path, tmp_path: Path) -> None:
    tag = put(blobs, source, "one", "")
    assert blobs.download("a/b.txt", tmp_path / "copy", unless=tag) is None
    newer = put(blobs, source, "two", tag)
    assert blobs.download("a/b.txt", tmp_path / "copy", unless=tag) == newer
    assert (tmp_path / "copy").read_text() == "two"


def test_of_two_first_writers_one_wins(blobs: Blobs, source: Path) -> None:
    put(blobs, source, "one", "")
    with pytest.raises(Conflict):
        put(blobs, source, "two", "")


def test_a_write_based_on_an_old_version_is_refused(blobs: Blobs, source: Path, tmp_path: Path) -> None:
    first = put(blobs, source, "one", "")
    put(blobs, source, "two", first)
    with pytest.raises(Conflict):
        put(blobs, source, "three", first)
    blobs.download("a/b.txt", tmp_path / "copy")
    assert (tmp_path / "copy").read_text() == "two"


def test_a_write_based_on_a_version_that_is_gone_is_refused(blobs: Blobs, source: Path) -> None:
    with pytest.raises(Conflict):
        put(blobs, source, "one", '"0123456789abcdef0123456789abcdef"')


def test_a_read_that_is_not_allowed_is_no_missing_blob(tmp_path: Path) -> None:
    client = boto3.client("s3", region_name="eu-central-1", aws_access_key_id="k", aws_secret_access_key="s")
    with Stubber(client) as s3:
        s3.add_client_error("get_object", "AccessDenied", http_status_code=403)
        with pytest.raises(Fatal, match="AccessDenied"):
            S3Blobs("site", client).download("a/b.txt", tmp_path / "copy")
