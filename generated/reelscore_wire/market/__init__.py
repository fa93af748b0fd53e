"""The Market of Kie, compiled from specs/market. Do not edit: `scripts/regenerate` makes it again."""
