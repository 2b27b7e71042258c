"""A database derived again beside the standing one: is it sound, what differs, taking its place."""
