"""The profiles of portals that come with luutru: one TOML file a portal."""
