"""Alerts: what an archive's owner wants to be told of, written, kept until sent, and sent."""
