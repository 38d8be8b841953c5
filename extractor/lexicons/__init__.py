"""Lexicons: the vocabulary of funding news as data."""
