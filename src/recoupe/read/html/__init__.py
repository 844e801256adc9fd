"""A web page: its markup, what it says of itself, its pieces of text, and which of them are the article."""
