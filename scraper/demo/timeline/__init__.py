"""What happens on the portal day by day, and the truth about it."""
