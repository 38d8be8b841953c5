"""Mentions → funding rounds."""
