"""The schema's history: ordered migrations, each in one transaction."""
