"""Spiders: one, driven by a portal's profile."""
