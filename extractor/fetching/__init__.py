"""Fetching: web addresses to pages, politely. The only room that talks HTTP."""
