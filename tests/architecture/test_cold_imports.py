"""A handler's module loads no vendor's package: each is imported where it is first used, by those who use it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from cfnlint.decode import cfn_yaml

ROOT = Path(__file__).parents[2]
RESOURCES: dict[str, Any] = cfn_yaml.load(str(ROOT / "template.yaml"))["Resources"]
HANDLERS = sorted(
    resource["Properties"]["Handler"].rpartition(".")[0]
    for resource in RESOURCES.values()
    if isinstance(resource, dict) and resource.get("Type") == "AWS::Serverless::Function"
)
HEAVY = (
    "apsw", "boto3", "botocore.session", "email_validator", "google.auth", "googleapiclient", "hubspot", "httpx",
    "httpx2", "numpy", "onnxruntime", "openai", "pinecone", "recognizers_date_time", "requests", "simple_salesforce",
    "tokenizers",
)  # fmt: skip
LOADS = """
import importlib, json, sys
loads = {}
for module in sys.argv[1].split(","):
    before = set(sys.modules)
    importlib.import_module(module)
    loads[module] = sorted(set(sys.argv[2].split(",")) & (set(sys.modules) - before))
print(json.dumps(loads))
"""


def loads(*modules: str) -> dict[str, list[str]]:
    """The heavy packages that each module brings into a fresh process."""
    paths = [ROOT, ROOT / "layers" / "common", ROOT / "layers" / "embedded"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, paths))}
    command = [sys.executable, "-P", "-c", LOADS, ",".join(modules), ",".join(HEAVY)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout))


def test_no_handler_loads_a_heavy_package() -> None:
    assert len(HANDLERS) >= 7
    assert loads(*HANDLERS) == {module: [] for module in HANDLERS}


def test_a_heavy_package_would_be_seen() -> None:
    assert loads("json", "boto3") == {"json": [], "boto3": ["boto3", "botocore.session"]}
