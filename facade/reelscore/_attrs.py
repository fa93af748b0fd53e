"""``frozen`` and ``define`` of attrs, whose classes share one ``__eq__``, ``__hash__`` and ``__repr__``.

attrs writes and compiles these anew for each class, and makes a class with slots a second time, which is more than half
of what a class costs: with a hundred classes that is a third of the time until the first call. What they return is the
same; their instances have a ``__dict__``.
"""

from __future__ import annotations

import functools
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any

import attrs

__all__ = ["define", "frozen"]

if TYPE_CHECKING:
    from attrs import define, frozen
else:

    def frozen(cls: type | None = None, /, **options: Any) -> Any:
        """Make a class of values, as ``attrs.frozen`` does."""
        return _made(cls, attrs.frozen, options)

    def define(cls: type | None = None, /, **options: Any) -> Any:
        """Make a class whose values may change, as ``attrs.define`` does."""
        return _made(cls, attrs.define, options)


def _made(cls: type | None, decorator: Any, options: dict[str, Any]) -> Any:
    def decorate(plain: Any) -> Any:
        own = vars(plain)
        # attrs leaves out what the class has already.
        if options.get("repr", True) and "__repr__" not in own:
            plain.__repr__ = _shown
        if options.get("eq", True) and "__eq__" not in own:
            plain.__eq__ = _equal
            if "__hash__" not in own:
                plain.__hash__ = _hashed if decorator is attrs.frozen else None
        return decorator(**{"slots": False, **options})(plain)

    return decorate if cls is None else decorate(cls)


@functools.cache
def _names(cls: Any, purpose: str) -> tuple[str, ...]:
    """Return the fields that a class is compared by ("eq"), hashed by ("hash") or shown with ("repr")."""
    chosen = [(field, getattr(field, purpose)) for field in attrs.fields(cls)]
    return tuple(field.name for field, use in chosen if (field.eq if use is None else use))


def _equal(self: Any, other: object) -> Any:
    if other.__class__ is not self.__class__:
        return NotImplemented
    cls: Any = self.__class__
    return all(getattr(self, name) == getattr(other, name) for name in _names(cls, "eq"))


def _hashed(self: Any) -> int:
    cls: Any = self.__class__
    return hash((cls, *[getattr(self, name) for name in _names(cls, "hash")]))


@recursive_repr()
def _shown(self: Any) -> str:
    cls: Any = self.__class__
    shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in _names(cls, "repr"))
    return f"{cls.__qualname__.rsplit('>.', 1)[-1]}({shown})"
