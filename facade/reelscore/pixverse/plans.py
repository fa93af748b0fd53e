"""Plans and packs of both hosts: what credits cost in money."""

from __future__ import annotations

from collections.abc import Mapping

from reelscore.pricing import Plan

_AI = "pricing page, 2026-08-13; plans from an older note of the same pages"
_CN = "an integrator citing the plans page of pixverseai.cn"

# fmt: off
AI_PLANS: Mapping[str, Plan] = {
    "Essential": Plan(name="Essential", price="100", credits="15000", slots=5, source=_AI),
    "Scale": Plan(name="Scale", price="1500", credits="239230", slots=10, source=_AI),
    "Business": Plan(name="Business", price="6000", credits="1069500", slots=15, source=_AI),
    "Free": Plan(name="Free", price="10", credits="1000", slots=1, source=f"{_AI}; no monthly credits: the price of a test pack"),
    "Pack 1000": Plan(name="Pack 1000", price="10", credits="1000", source=_AI),
    "Pack 5000": Plan(name="Pack 5000", price="50", credits="5000", source=_AI),
    "Pack 10000": Plan(name="Pack 10000", price="100", credits="10000", source=_AI),
    "Pack 50000": Plan(name="Pack 50000", price="500", credits="50000", source=_AI),
    "Pack 200000": Plan(name="Pack 200000", price="2000", credits="200000", source=_AI),
    "Pack 500000": Plan(name="Pack 500000", price="5000", credits="500000", source=_AI),
}
"""USD per month, or once for a pack (0.01 USD per credit; resellers compute with 0.005)."""

CN_PLANS: Mapping[str, Plan] = {
    "Basic": Plan(name="Basic", price="500", credits="17055", currency="CNY", source=_CN),
    "Advanced": Plan(name="Advanced", price="7000", credits="238680", currency="CNY", source=_CN),
    "Pro": Plan(name="Pro", price="18000", credits="632835", currency="CNY", source=_CN),
}
"""CNY per month; the free plan has no credits of its own and no published price for test credits."""
# fmt: on
