"""A release as files: the same numbers for every tool, and the same bytes at each reading."""
