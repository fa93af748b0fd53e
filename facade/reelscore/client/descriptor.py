"""One line per operation makes it a method of both clients, with the request's own signature."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, Self, TypeVar, overload

from reelscore.requests.request import DirectRequest, Request, TaskRequest

if TYPE_CHECKING:
    from reelscore.client import AsyncClient, Client
    from reelscore.client.task import AsyncTask, Task

P = ParamSpec("P")
R = TypeVar("R")


class _Operation(Generic[P]):
    """A request class as a method: what both kinds of operation do."""

    def __init__(self, request: Callable[P, Request[Any]]) -> None:
        self.request = request
        self._signature: inspect.Signature | None = None
        self.__doc__ = request.__doc__
        self.__name__ = self.__qualname__ = str(getattr(request, "operation", ""))

    def __set_name__(self, owner: type, name: str) -> None:
        self.__name__, self.__qualname__ = name, f"{owner.__qualname__}.{name}"

    def _method(self, run: Callable[[Any], Any]) -> Callable[..., Any]:
        request = self.request

        def method(*args: P.args, **kwargs: P.kwargs) -> Any:
            return run(request(*args, **kwargs))

        method.__name__, method.__qualname__, method.__doc__ = self.__name__, self.__qualname__, self.__doc__
        # Made once: it takes longer than a call.
        self._signature = self._signature or inspect.signature(request)
        setattr(method, "__signature__", self._signature)  # noqa: B010 - functions are not declared to have one
        return method


class TaskOperation(_Operation[P], Generic[P, R]):
    """An operation that starts a task."""

    @overload
    def __get__(self, client: None, owner: type) -> Self: ...
    @overload
    def __get__(self, client: Client, owner: type) -> Callable[P, Task[R]]: ...
    @overload
    def __get__(self, client: AsyncClient, owner: type) -> Callable[P, Coroutine[Any, Any, AsyncTask[R]]]: ...
    def __get__(self, client: Any, owner: type) -> Any:
        """Bind to a client: the call builds the request and submits it."""
        return self if client is None else self._method(client.submit)


class DirectOperation(_Operation[P], Generic[P, R]):
    """An operation that is answered at once."""

    @overload
    def __get__(self, client: None, owner: type) -> Self: ...
    @overload
    def __get__(self, client: Client, owner: type) -> Callable[P, R]: ...
    @overload
    def __get__(self, client: AsyncClient, owner: type) -> Callable[P, Coroutine[Any, Any, R]]: ...
    def __get__(self, client: Any, owner: type) -> Any:
        """Bind to a client: the call builds the request and makes it."""
        return self if client is None else self._method(client.run)


@overload
def operation(request: Callable[P, TaskRequest[R]]) -> TaskOperation[P, R]: ...
@overload
def operation(request: Callable[P, DirectRequest[R]]) -> DirectOperation[P, R]: ...
def operation(request: Any) -> Any:
    """Make a method of both clients out of a request class; one line of a class body."""
    return TaskOperation(request) if issubclass(request, TaskRequest) else DirectOperation(request)
