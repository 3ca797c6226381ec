"""Reads `app.yaml`: every mistake is reported with its line."""

from collections.abc import Sequence
from typing import Any

import yaml
from phonenumbers import SUPPORTED_REGIONS
from pydantic import BaseModel, ConfigDict, ValidationError
from yaml.composer import ComposerError
from yaml.reader import ReaderError

from sales_agent.domain.config import SalesAgentConfig

Path = tuple[int | str, ...]
WORDS = {"extra_forbidden": "is not a known setting", "model_type": "should be a section: indented names and values"}


class ConfigError(ValueError):
    """`app.yaml` is wrong; `problems` holds one `line N: where: what` each."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = list(problems)


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    sales_agent: SalesAgentConfig = SalesAgentConfig()


def read_config(text: str) -> SalesAgentConfig:
    """The configuration in the text of an `app.yaml`. Raises ConfigError that names every wrong line."""
    root, data = _parsed(text)
    if root is None:
        return SalesAgentConfig()
    repeated = _repeated_keys(root)
    if repeated:
        raise ConfigError(repeated)
    try:
        config = _File.model_validate(data).sales_agent
    except ValidationError as error:
        raise ConfigError([_explain(problem, root) for problem in error.errors()]) from error
    if config.company.phone_region not in SUPPORTED_REGIONS:
        place = ("sales_agent", "company", "phone_region")
        raise ConfigError([f"line {_line(root, place)}: {'.'.join(place)}: is no region with telephone numbers"])
    return config


def config_schema() -> dict[str, Any]:
    """The JSON Schema of `app.yaml`."""
    schema = _File.model_json_schema()
    return {**schema, "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Sales Agent: app.yaml"}


class _Loader(yaml.SafeLoader):
    """Without aliases: nobody needs them here, and one may stand for the whole file."""

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        """The next node. Raises ComposerError for an alias."""
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise ComposerError(None, None, "aliases (*name) are not read here", mark)
        return super().compose_node(parent, index)


def _parsed(text: str) -> tuple[yaml.Node | None, Any]:
    """The file's nodes, which know their lines, and its values."""
    try:
        return yaml.compose(text, Loader=_Loader), yaml.load(text, Loader=_Loader)  # noqa: S506 - a SafeLoader
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ConfigError([f"line {line}: not valid YAML: {error.problem}"]) from error
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise ConfigError([f"line {line}: not valid YAML: {error.reason}"]) from error


def _explain(problem: Any, root: yaml.Node) -> str:
    path: Path = problem["loc"]
    what = WORDS.get(problem["type"], problem["msg"])
    return f"line {_line(root, path)}: {'.'.join(map(str, path)) or 'file'}: {what}"


def _line(node: yaml.Node, path: Path) -> int:
    line = node.start_mark.line + 1
    for step in path:
        child = _child(node, step)
        if child is None:
            return line
        key, node = child
        line = key.start_mark.line + 1
    return line


def _child(node: yaml.Node, step: int | str) -> tuple[yaml.Node, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if key.value == str(step)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    return None


def _repeated_keys(node: yaml.Node, where: str = "") -> list[str]:
    if isinstance(node, yaml.SequenceNode):
        return [problem for child in node.value for problem in _repeated_keys(child, where)]
    if not isinstance(node, yaml.MappingNode):
        return []
    problems, seen = [], set()
    for key, value in node.value:
        name = f"{where}.{key.value}".lstrip(".")
        if key.value in seen:
            problems.append(f"line {key.start_mark.line + 1}: {name}: stands there twice")
        seen.add(key.value)
        problems += _repeated_keys(value, name)
    return problems
