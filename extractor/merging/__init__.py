"""Merging: rounds of several articles that are one deal. Works on values alone; databases are in `sinks`."""
