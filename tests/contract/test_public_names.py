"""What users may rely on is written down: a name or signature that changes needs an entry in the changelog.

    python -m tests.contract.test_public_names

writes tests/data/public-names.json anew, once the changelog's Unreleased section names what went or changed.
"""

import importlib
import inspect
import json
import re
from enum import Enum
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
SNAPSHOT = ROOT / "tests" / "data" / "public-names.json"
CHANGELOG = ROOT / ".github" / "CHANGELOG.md"
MODULES = (
    "reelscore",
    "reelscore.errors",
    "reelscore.pixverse",
    "reelscore.suno",
    "reelscore.sandbox",
    "reelscore.testing",
    "reelscore.durable",
    "reelscore.webhooks",
)


def public_names() -> dict[str, str]:
    """Map each public name to what it is: a signature, or the name of its type."""
    found: dict[str, str] = {}
    for name in MODULES:
        module = importlib.import_module(name)
        for word in sorted(getattr(module, "__all__", None) or _own(module)):
            found |= _described(f"{name}.{word}", getattr(module, word))
    return found


def _own(module: Any) -> list[str]:
    made_here = (name for name, value in vars(module).items() if getattr(value, "__module__", "") == module.__name__)
    return [name for name in made_here if not name.startswith("_")]


def _described(path: str, value: Any) -> dict[str, str]:
    if inspect.isclass(value):
        members = {name: getattr(value, name) for name in _written_here(value) if not name.startswith("_")}
        ours = {name: member for name, member in members.items() if callable(member) and not isinstance(member, type)}
        made = "enum" if issubclass(value, Enum) else _signature(value)
        return {path: made, **{f"{path}.{name}": _signature(member) for name, member in ours.items()}}
    return {path: _signature(value) if callable(value) else type(value).__name__}


def _written_here(cls: type) -> list[str]:
    """Name the members that are not Python's own: those differ from version to version."""
    ours = (vars(each) for each in cls.__mro__ if each.__module__.startswith("reelscore"))
    return sorted({name for members in ours for name in members})


def _signature(value: Any) -> str:
    try:
        parameters = inspect.signature(value).parameters.values()
    except (TypeError, ValueError):
        return "callable"
    return ", ".join(_parameter(parameter) for parameter in parameters)


def _parameter(parameter: inspect.Parameter) -> str:
    marks: dict[Any, str] = {parameter.VAR_POSITIONAL: "*", parameter.VAR_KEYWORD: "**"}
    stars = marks.get(parameter.kind, "")
    only = "keyword " if parameter.kind is parameter.KEYWORD_ONLY else ""
    needed = "" if parameter.default is not parameter.empty or stars else "!"
    return f"{only}{stars}{parameter.name}{needed}"


def unannounced(before: dict[str, str], after: dict[str, str], *, changelog: str) -> list[str]:
    """List which names went or changed though the changelog's Unreleased section does not name them."""
    section = re.split(r"^## ", changelog, flags=re.MULTILINE)[1]
    broken = [name for name, told in before.items() if after.get(name) != told]
    return [name for name in broken if f"`{name.rpartition('.')[2]}" not in section]


def test_no_public_name_goes_or_changes_without_an_entry_in_the_changelog() -> None:
    before = json.loads(SNAPSHOT.read_text(encoding="utf-8"))

    assert unannounced(before, public_names(), changelog=CHANGELOG.read_text(encoding="utf-8")) == []


def test_every_new_public_name_is_written_down() -> None:
    before = json.loads(SNAPSHOT.read_text(encoding="utf-8"))

    assert sorted(public_names().keys() - before.keys()) == []


def test_a_name_that_went_passes_once_the_unreleased_section_names_it() -> None:
    before, old = {"reelscore.Task": "id!"}, "## [Unreleased]\n\n- Other.\n\n## [0.0.1]\n\n- `Task` came.\n"

    assert unannounced(before, {}, changelog=old) == ["reelscore.Task"]
    assert unannounced(before, {}, changelog=old.replace("Other", "`Task` went")) == []


def test_a_parameter_that_became_needed_is_a_change() -> None:
    log = "## [Unreleased]\n"

    assert unannounced({"a.f": "x"}, {"a.f": "x!"}, changelog=log) == ["a.f"]


if __name__ == "__main__":
    SNAPSHOT.write_text(json.dumps(public_names(), indent=1, sort_keys=True) + "\n", encoding="utf-8")
