"""Public names of a package that load on first use."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterable
from importlib import import_module
from typing import Any, TypeAlias

Lazy: TypeAlias = tuple[Callable[[str], Any], Callable[[], list[str]]]
"""``__getattr__`` and ``__dir__`` of a package."""


def lazy(package: str, find: Callable[[str], Any], names: Callable[[], Iterable[str]]) -> Lazy:
    """Make a package load its public names on first use: *find* returns the value of one, or None."""

    def load(name: str) -> Any:
        found = sorted(names()) if name == "__all__" else find(name)
        if found is None:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        vars(sys.modules[package])[name] = found
        return found

    return load, lambda: sorted(names())


def lazy_names(package: str, *modules: str, skip: Collection[str] = ()) -> Lazy:
    """Make the names of a package those of its modules.

    Args:
        package: its ``__name__``.
        modules: those with public names, cheapest import first; each has an ``__all__``. They are imported one after
            the other until a name is found.
        skip: names of ``__all__`` that stay within the package.
    """

    def find(name: str) -> Any:
        # The import system asks for the names of submodules here too; to look for them would load the others.
        for module in () if name.startswith("_") or _is_submodule(package, name) else modules:
            found = import_module(f"{package}.{module}")
            if name in found.__all__ and name not in skip:
                return getattr(found, name)
        return None

    def names() -> set[str]:
        return {name for module in modules for name in import_module(f"{package}.{module}").__all__}.difference(skip)

    return lazy(package, find, names)


def _is_submodule(package: str, name: str) -> bool:
    if name[:1].isupper():
        return False
    from importlib.util import find_spec

    return find_spec(f"{package}.{name}") is not None
