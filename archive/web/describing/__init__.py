"""What Datasette tells about the database: tables and columns in words, facets, canned queries."""
