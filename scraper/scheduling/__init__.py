"""Repeated crawls: when, noted beside the database; by systemd, by cron, or in one process."""
