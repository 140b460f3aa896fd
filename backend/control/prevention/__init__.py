"""Warnings and visits: what is meant to prevent, entered, listed, shown to business and authority."""
