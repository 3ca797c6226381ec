"""A site export put into the bucket becomes answers, by the deployed functions and their rights alone."""

import json
from pathlib import Path

from local import seed
from local.system import System
from tests.e2e.visitor import Visitor, until

EXPORT = Path(__file__).parents[2] / "local" / "site" / "wordpress-export.xml"
CONFIG = """
sales_agent:
  company: {name: "Exported", website: "https://www.wrenandkettle.example", site_keys: ["exported"]}
"""


def test_an_export_dropped_into_the_bucket_is_answered_from(running: System, tmp_path: Path) -> None:
    (tmp_path / "app.yaml").write_text(CONFIG)
    seed.operate(running.stack, "config", "apply", str(tmp_path / "app.yaml"), "--tenant", "exported")
    s3, bucket = running.stack.emulator.client("s3"), running.stack.outputs["SiteBucketName"]
    s3.upload_file(str(EXPORT), bucket, "drop/exported/site.xml")

    def report() -> str:
        kept = s3.list_objects_v2(Bucket=bucket, Prefix="knowledge/reports/exported/").get("Contents", [])
        return str(kept[0]["Key"]) if kept else ""

    told = json.loads(s3.get_object(Bucket=bucket, Key=until(report))["Body"].read())
    assert (told["pages_in"] > 30, told["broken"]) == (True, [])
    reply = Visitor(running, site_key="exported").say("What does the Wren Duo cost?")["reply"]
    assert (reply["kind"], "£2,450" in reply["text"]) == ("answer", True)
