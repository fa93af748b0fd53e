"""Every published operation of the two vendors is in `specs/suno.yaml`, and each difference has a reason."""

import pytest

from tests.contract.vendor_operations import (
    HOSTS,
    answer_of,
    deliberate,
    differences,
    document,
    explains,
    idle,
    ours_of,
    published,
    request_of,
)


@pytest.mark.parametrize("vendor", HOSTS)
def test_every_published_operation_is_in_the_document(vendor: str) -> None:
    """Method and path are found, and the host is not marked out."""
    assert [theirs["op"] for theirs in published(vendor) if not ours_of(vendor, theirs)] == []


def test_every_difference_from_a_vendor_is_a_row_with_its_reason() -> None:
    """No field, type, flag, enum, limit or code differs without a row that says what we say and why."""
    assert [point for point in differences() if not any(explains(row, point) for row in deliberate())] == []


def test_every_row_of_deliberate_differences_still_explains_something() -> None:
    """A vendor, operation or place that needs no row any more leaves it, and no row is without a reason."""
    assert [cell for row in deliberate() for cell in idle(row)] == []
    assert [row for row in deliberate() if not row["reason"].strip()] == []


@pytest.mark.parametrize("vendor", HOSTS)
def test_every_operation_is_served_from_the_servers_that_the_vendor_names(vendor: str) -> None:
    """Uploads have servers of their own at path level; the rest takes the root's."""
    for theirs in published(vendor):
        ours = document(HOSTS[vendor])
        servers = ours["paths"][theirs["path"]].get("servers") or ours["servers"]
        assert {server["url"] for server in servers} == {theirs["server"]}


@pytest.mark.parametrize("vendor", HOSTS)
def test_every_task_is_polled_where_and_by_what_the_vendor_says(vendor: str) -> None:
    """The status route exists, takes the id under that name and has the status field."""
    for poll in [theirs["poll"] for theirs in published(vendor) if "poll" in theirs]:
        status = ours_of(vendor, {"path": poll["path"], "method": "GET"})
        assert set(request_of(status, HOSTS[vendor])) == {poll["query"]}
        assert poll["status_field"].removeprefix("data.") in answer_of(status, HOSTS[vendor])
