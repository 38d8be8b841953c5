"""Reporting: records for people."""
