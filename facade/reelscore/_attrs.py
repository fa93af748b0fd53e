"""``frozen`` and ``define`` of attrs, for a package whose first call must not wait for a hundred classes to be made.

attrs writes and compiles the methods of each class anew. Here all classes share one ``__eq__``, ``__hash__`` and
``__repr__``, and a class is finished when its first value is made or its fields are asked for. What is returned,
raised and compared is the same, and so is what type checkers see.
"""

from __future__ import annotations

import functools
import inspect
import threading
from collections.abc import Callable
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any

import attrs

__all__ = ["define", "frozen"]

if TYPE_CHECKING:
    from attrs import define, frozen
else:

    def frozen(cls: type | None = None, /, **options: Any) -> Any:
        """Make a class of values, as ``attrs.frozen`` does; its values keep their fields in ``__dict__``."""
        return _begun(cls, attrs.frozen, options) if cls else lambda plain: _begun(plain, attrs.frozen, options)

    def define(cls: type | None = None, /, **options: Any) -> Any:
        """Make a class whose values may change, as ``attrs.define`` does."""
        return _begun(cls, attrs.define, options) if cls else lambda plain: _begun(plain, attrs.define, options)


# -- Shared methods ----------------------------------------------------------------------------------------------------


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


# -- Classes that are finished when they are used ----------------------------------------------------------------------

_unfinished: dict[Any, Callable[[], None]] = {}
"""What finishes a class."""
_lock = threading.RLock()


class _Later:
    """Stands for an attribute that attrs or inspect asks a class for, and finishes the class."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, value: Any, cls: Any) -> Any:
        _finish(cls)
        return inspect.signature(cls) if self._name == "__signature__" else getattr(cls, self._name)


_FIELDS, _SIGNATURE = _Later("__attrs_attrs__"), _Later("__signature__")


def _first_init(cls: Any) -> Callable[..., None]:
    def init(self: Any, *args: Any, **kwargs: Any) -> None:
        _finish(cls)
        cls.__init__(self, *args, **kwargs)

    return init


def _restored(self: Any, state: dict[str, Any]) -> None:
    """Take the fields of a pickle, whose class may not be finished here."""
    _finish(type(self))
    self.__dict__.update(state)


def _begun(cls: Any, decorator: Callable[..., Any], options: dict[str, Any]) -> Any:
    own = vars(cls)  # attrs leaves out what the class has already
    if options.get("repr", True) and "__repr__" not in own:
        cls.__repr__ = _shown
    if options.get("eq", True) and "__eq__" not in own:
        cls.__eq__ = _equal
        if "__hash__" not in own:
            cls.__hash__ = _hashed if decorator is attrs.frozen else None
    if options.get("init", "__init__" not in own):
        cls.__init__, cls.__signature__ = _first_init(cls), _SIGNATURE
        options = options | {"init": True}
    cls.__setstate__, cls.__attrs_attrs__ = _restored, _FIELDS
    begun = dict(vars(cls))

    def decorate() -> None:
        for name in vars(cls).keys() - begun.keys():
            delattr(cls, name)
        for name in (name for name, value in begun.items() if vars(cls).get(name) is not value):
            setattr(cls, name, begun[name])
        _ = decorator(**{"slots": False} | options)(cls)
        if vars(cls).get("__signature__") is _SIGNATURE:
            del cls.__signature__

    _unfinished[cls] = decorate
    return cls


def _finish(cls: Any) -> None:
    """Finish a class and those that it inherits from.

    An interrupt may come at any instant: what it leaves half done is begun anew by the next use, for attrs sets
    ``__init__`` last.
    """
    with _lock:
        for each in reversed(cls.__mro__):
            decorate = _unfinished.get(each)
            if decorate is not None:
                decorate()
                _ = _unfinished.pop(each, None)
