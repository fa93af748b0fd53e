"""Mechanisms that all vendor packages share: hosts, envelopes, error codes, coercions, files, prices, paging."""
