"""Rows for spreadsheets: CSV files that open safely, whatever strangers wrote into their cells."""
