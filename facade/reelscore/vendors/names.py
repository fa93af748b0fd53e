"""Public names of a package that load on first use."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection
from importlib import import_module
from typing import Any


def lazy_names(
    package: str, *modules: str, skip: Collection[str] = ()
) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Make ``__getattr__`` and ``__dir__`` of a package whose names live in its modules.

    Args:
        package: its ``__name__``.
        modules: those with public names, cheapest import first; each has an ``__all__``. They are imported one after
            the other until a name is found.
        skip: names of ``__all__`` that stay within the package.
    """

    def load(name: str) -> Any:
        if name == "__all__":
            return names()
        # The import system asks for the names of submodules here too; to look for them would load the others.
        for module in () if name.startswith("_") or _is_submodule(package, name) else modules:
            found = import_module(f"{package}.{module}")
            if name in found.__all__ and name not in skip:
                value = vars(sys.modules[package])[name] = getattr(found, name)
                return value
        raise AttributeError(f"module {package!r} has no attribute {name!r}")

    def names() -> list[str]:
        found = {name for module in modules for name in import_module(f"{package}.{module}").__all__}
        return sorted(found.difference(skip))

    return load, names


def _is_submodule(package: str, name: str) -> bool:
    if name[:1].isupper():
        return False
    from importlib.util import find_spec

    return find_spec(f"{package}.{name}") is not None
