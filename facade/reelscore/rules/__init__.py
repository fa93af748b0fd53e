"""Kinds of rule as rows of data, how a request is checked against them, and what is suggested instead."""
