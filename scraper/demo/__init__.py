"""A small SharePoint-like portal on loopback, whose every article and change is known."""
