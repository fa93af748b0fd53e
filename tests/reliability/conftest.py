"""Fixtures of the tests of reliability: those of the tests after reports from the field."""

from tests.field.conftest import _plain_environment, hands, vendor

__all__ = ["_plain_environment", "hands", "vendor"]
