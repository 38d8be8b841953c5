"""Reading: a page's bytes to an Article. The only room that parses HTML."""
