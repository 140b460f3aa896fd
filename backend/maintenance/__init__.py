"""Keeping an installation healthy: backup, restore, checks, readiness."""
