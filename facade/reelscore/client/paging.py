"""Lists that come in pages as one iterator, for both clients."""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator, Callable, Iterator
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, Protocol, Self, TypeVar, cast, overload

from reelscore.client.descriptor import LazyRequest

if TYPE_CHECKING:
    from reelscore.client import AsyncClient, Client

P = ParamSpec("P")
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
            return pages(client, request(*args, **kwargs))

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
