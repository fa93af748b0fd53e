"""One line per operation makes it a method of both clients, with the request's own signature; lists of pages too."""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from importlib import import_module
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, ParamSpec, Protocol, Self, TypeVar, cast, overload

from reelscore.effects import CallKind
from reelscore.requests.request import DirectRequest, Request, TaskRequest
from reelscore.rules.schema import fields_of

if TYPE_CHECKING:
    from reelscore.client import AsyncClient, Client
    from reelscore.client.task import AsyncTask, Task
    from reelscore.vendors.family import Family


P = ParamSpec("P")
R = TypeVar("R")


class LazyRequests:
    """A module of request classes: naming a class makes none, its operation makes it on first use.

    A client's class body says ``if TYPE_CHECKING: from vendor import requests`` and
    ``else: requests = LazyRequests(...)``.
    """

    def __init__(self, module: str) -> None:
        self._module = module

    def __getattr__(self, name: str) -> LazyRequest:
        return LazyRequest(self._module, name)


class LazyRequest(NamedTuple):
    """A request class by module and name."""

    module: str
    name: str

    def load(self) -> type[Request[Any]]:
        """Import the class."""
        found: type[Request[Any]] = getattr(import_module(self.module), self.name)
        return found


class _Operation(Generic[P]):
    """A request class as a method: what both kinds of operation do."""

    def __init__(self, request: Callable[P, Request[Any]] | LazyRequest) -> None:
        self._request = request
        self._signature: inspect.Signature | None = None
        self.__name__ = self.__qualname__ = ""

    @property
    def request(self) -> Callable[P, Request[Any]]:
        """The request class, made on first use."""
        if isinstance(self._request, LazyRequest):
            self._request = cast("Callable[P, Request[Any]]", self._request.load())
        return self._request

    def __set_name__(self, owner: type, name: str) -> None:
        self.__name__, self.__qualname__ = name, f"{owner.__qualname__}.{name}"

    def _bound(self, client: Any) -> Any:
        request: Any = self.request
        if client is None:
            self.__doc__ = request.__doc__
            return self
        if self._signature is None:  # made once: it takes longer than a call
            self._signature, self.__doc__ = _signature(request), _document(request, client.family)
        run = self._runner(client)

        def method(*args: P.args, **kwargs: P.kwargs) -> Any:
            return run(_request(request, args, kwargs))

        method.__name__, method.__qualname__, method.__doc__ = self.__name__, self.__qualname__, self.__doc__
        is_async, gives = inspect.iscoroutinefunction(client.run), getattr(request.result, "__name__", request.result)
        if issubclass(request, TaskRequest):
            gives = f"AsyncTask[{gives}]" if is_async else f"Task[{gives}]"
        returns = f"Coroutine[Any, Any, {gives}]" if is_async else str(gives)
        signature = self._signature.replace(return_annotation=returns)
        setattr(method, "__signature__", signature)  # noqa: B010 - functions are not declared to have one
        return method

    def _runner(self, client: Any) -> Any:
        """Return what is called with the request."""
        request: Any = self.request
        return client.submit if issubclass(request, TaskRequest) else client.run


def _request(cls: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """Make a request of a method's arguments.

    Raises:
        InvalidRequest: an argument is missing or unknown.
    """
    try:
        return cls(*args, **kwargs)
    except TypeError:
        if args:
            names = ", ".join(f"{field.name}=..." for field in fields_of(cls) if field.required)
            raise TypeError(f"{cls.operation}() takes its fields by name: {cls.operation}({names})") from None
        cls.build(kwargs).check()
        raise


def _signature(request: type[Request[Any]]) -> inspect.Signature:
    """List the fields as keyword arguments, those of no document last."""
    made = inspect.signature(request)
    fields = [each for name, each in made.parameters.items() if name != "extra"]
    return made.replace(parameters=[*fields, made.parameters["extra"].replace(default={})])


def _document(request: type[Request[Any]], family: Family) -> str:
    """Write what an operation does, what each argument means, an example and what that costs."""
    about = "".join(f"\n    {field.name}: {field.help}" for field in fields_of(request) if field.help)
    text = (request.__doc__ or "").strip() + (f"\n\nArgs:{about}\n" if about else "\n")
    if not request.sample:
        return text
    example = request.build(request.sample)
    given = ",\n".join(f"        {name}={value!r}" for name, value in request.sample.items())
    credits = example.quote(family).credits
    told = "not published" if credits is None else f"{credits} credits"
    price = f"\nPrice of the example: {told}\n" if request.role is CallKind.PAID else ""
    return f"{text}\nExample:\n    client.{request.operation}(\n{given},\n    )\n{price}"


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
        return self._bound(client)


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
        return self._bound(client)


@overload
def operation(request: Callable[P, TaskRequest[R]]) -> TaskOperation[P, R]: ...
@overload
def operation(request: Callable[P, DirectRequest[R]]) -> DirectOperation[P, R]: ...
def operation(request: Any) -> Any:
    """Make a method of both clients out of a request class; one line of a class body."""
    is_direct = not isinstance(request, LazyRequest) and issubclass(request, DirectRequest)
    return DirectOperation(request) if is_direct else TaskOperation(request)


Item = TypeVar("Item")
Item_co = TypeVar("Item_co", covariant=True)


class PageRequest(Protocol[Item_co]):
    """A request for one page of a list."""

    def items_of(self, page: Any, /) -> tuple[Item_co, ...]:
        """Return what stands on a page."""
        ...

    def next_page(self, page: Any, /) -> Self | None:
        """Return the request for the page after this one; None where it was the last."""
        ...


class paginated(Generic[P, Item]):  # noqa: N801 - used as a function is
    """A request for one page as a method that iterates over the items of all pages; each page is read when needed."""

    def __init__(self, request: Callable[P, PageRequest[Item]]) -> None:
        self._request = request

    @property
    def request(self) -> Callable[P, PageRequest[Item]]:
        """The request class, made on first use."""
        request: Any = self._request
        return cast("Callable[P, PageRequest[Item]]", request.load() if isinstance(request, LazyRequest) else request)

    @overload
    def __get__(self, client: None, owner: type) -> Self: ...
    @overload
    def __get__(self, client: Client, owner: type) -> Callable[P, Iterator[Item]]: ...
    @overload
    def __get__(self, client: AsyncClient, owner: type) -> Callable[P, AsyncIterator[Item]]: ...
    def __get__(self, client: Any, owner: type) -> Any:
        """Bind to a client."""
        request = self.request
        self.__doc__ = request.__doc__
        if client is None:
            return self
        pages = _pages_async if inspect.iscoroutinefunction(client.run) else _pages

        def method(*args: P.args, **kwargs: P.kwargs) -> Any:
            return pages(client, _request(request, args, kwargs))

        method.__doc__ = self.__doc__
        return method


def _pages(client: Any, request: PageRequest[Item] | None) -> Iterator[Item]:
    while request is not None:
        page = client.run(request)
        yield from request.items_of(page)
        request = request.next_page(page)


async def _pages_async(client: Any, request: PageRequest[Item] | None) -> AsyncIterator[Item]:
    while request is not None:
        page = await client.run(request)
        for item in request.items_of(page):
            yield item
        request = request.next_page(page)
