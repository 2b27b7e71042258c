"""What differs between two contents: text word by word, versions field by field."""
