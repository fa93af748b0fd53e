"""Wire code compiled from specs/. Do not edit: `scripts/regenerate` makes it again."""
