"""Sinks: records to files and databases. Each writes whole or not at all, and the same input gives the same output."""
