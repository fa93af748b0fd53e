"""A vendor's calls, models and table of operations."""
