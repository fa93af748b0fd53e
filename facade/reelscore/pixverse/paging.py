"""Lists that come in pages as iterators, for both clients."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, Self, TypeVar, cast, overload

from reelscore.requests.descriptor import LazyRequest

if TYPE_CHECKING:
    from reelscore.client import AsyncClient, Client
    from reelscore.pixverse.requests.words import Listing

P = ParamSpec("P")
Item = TypeVar("Item")


class paginated(Generic[P, Item]):  # noqa: N801 - used as a function is
    """A request for one page as a method that gives the items of all pages, each page read when it is needed."""

    def __init__(self, request: Callable[P, Listing[Any, Item]]) -> None:
        self._request = request

    @property
    def request(self) -> Callable[P, Listing[Any, Item]]:
        """The request class, made on first use."""
        request: Any = self._request
        return cast("Callable[P, Listing[Any, Item]]", request.load() if isinstance(request, LazyRequest) else request)

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
        walk = _walk_of(client)

        def method(*args: P.args, **kwargs: P.kwargs) -> Any:
            return walk(client, request(*args, **kwargs))

        method.__doc__ = self.__doc__
        return method


def _walk_of(client: Any) -> Callable[[Any, Any], Any]:
    from reelscore.client import AsyncClient

    return _awaited if isinstance(client, AsyncClient) else _read


def _read(client: Client, request: Listing[Any, Item]) -> Iterator[Item]:
    following: Listing[Any, Item] | None = request
    while following is not None:
        page = client.run(following)
        yield from following.items_of(page)
        following = following.next_page(page)


async def _awaited(client: AsyncClient, request: Listing[Any, Item]) -> AsyncIterator[Item]:
    following: Listing[Any, Item] | None = request
    while following is not None:
        page = await client.run(following)
        for item in following.items_of(page):
            yield item
        following = following.next_page(page)
