from pathlib import Path

import pytest

from scripts import build
from scripts.build import Artifact, artifacts, over_budget

FITS = {"BookFunction": 39.0, "ChatFunction": 59.0, "IngestFunction": 50.0, "CommonLayer": 30.0, "EmbeddedLayer": 150.0}


@pytest.mark.parametrize(
    ("size", "named"),
    [
        ({}, []),
        ({"BookFunction": 41.0}, ["BookFunction (limit 40 MB)"]),
        ({"ChatFunction": 61.0}, ["ChatFunction (limit 60 MB)"]),
        ({"EmbeddedLayer": 165.0}, ["ChatFunction with its layers (limit 250 MB)"]),
    ],
)
def test_what_is_too_big_is_named(size: dict[str, float], named: list[str]) -> None:
    assert over_budget(FITS | size) == named


def test_functions_and_layers_are_found_in_the_template(tmp_path: Path) -> None:
    template = {
        "Resources": {
            "ChatFunction": {"Type": "AWS::Serverless::Function", "Properties": {"CodeUri": "functions/chat"}},
            "CommonLayer": {"Type": "AWS::Serverless::LayerVersion", "Properties": {"ContentUri": "layers/common"}},
            "Table": {"Type": "AWS::DynamoDB::Table", "Properties": {}},
            "Fn::ForEach::Queues": ["Consumer", [], {}],
        }
    }
    found = artifacts(template, tmp_path, "arm64")
    assert [(one.name, one.zip.name) for one in found] == [
        ("ChatFunction", "ChatFunction.zip"),
        ("CommonLayer", "CommonLayer.zip"),
    ]


@pytest.fixture
def artifact(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Artifact:
    monkeypatch.setattr(build, "ROOT", tmp_path)
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts" / "prune.py").touch()
    (tmp_path / "chat").mkdir()
    (tmp_path / "chat" / "handler.py").write_text("X = 1\n")
    built = tmp_path / "out" / "sam" / "Chat"
    built.mkdir(parents=True)
    (built / "handler.py").write_text("X = 1\n")
    return Artifact("Chat", "CodeUri", tmp_path / "chat", tmp_path / "out", "arm64")


def test_an_artifact_is_built_again_only_when_something_changed(artifact: Artifact) -> None:
    assert not artifact.current()
    artifact.finish(artifact.fingerprint())
    assert artifact.current()
    (artifact.source / "__pycache__").mkdir()
    (artifact.source / "__pycache__" / "handler.cpython-313.pyc").touch()
    assert artifact.current()
    (artifact.source / "handler.py").write_text("X = 2\n")
    assert not artifact.current()
