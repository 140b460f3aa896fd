"""Thin signed messages to programs: what was published, at which address, never its content."""
