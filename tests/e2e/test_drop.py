"""A site export put into the bucket becomes answers, and a conversation mails through SES, by the deployed rights."""

import json
from pathlib import Path

from local import seed
from local.system import System
from tests.e2e.visitor import Visitor, until

EXPORT = Path(__file__).parents[2] / "local" / "site" / "wordpress-export.xml"
CONFIG = """
sales_agent:
  company:
    name: "Exported"
    website: "https://www.wrenandkettle.example"
    site_keys: ["exported"]
    sales_team_emails: ["team@exported.example"]
  email: {provider: "ses"}
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
    visitor = Visitor(running, site_key="exported")
    reply = visitor.say("What does the Wren Duo cost?")["reply"]
    assert (reply["kind"], "£2,450" in reply["text"]) == ("answer", True)
    visitor.say("I'm Ida Rhodes, ida@rhodes.example")
    visitor.close()

    def recipients() -> set[str]:
        return {to for mail in running.mailbox.mails for to in mail.recipients if "Ida Rhodes" in mail.text}

    both = {"ida@rhodes.example", "team@exported.example"}
    assert until(lambda: recipients() == both), recipients()
