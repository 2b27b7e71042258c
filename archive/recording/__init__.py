"""From exchanges and their readings to rows: captures, versions, changes, documents."""
