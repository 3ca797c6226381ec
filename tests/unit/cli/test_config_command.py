"""`sales-agent config check` on files that are no text."""

from pathlib import Path

from typer.testing import CliRunner

from cli.main import app


def test_a_file_that_is_no_text_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "app.yaml").write_bytes(b"sales_agent:\n  company: {name: Caf\xe9}\n")
    result = CliRunner().invoke(app, ["config", "check", str(tmp_path / "app.yaml")])
    assert (result.exit_code, "line 2: not UTF-8" in result.output) == (2, True)
