"""Webhooks: what is kept, what is refused, who is woken."""
