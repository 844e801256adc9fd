"""Between documents: copies and stories. Pure functions over texts and small structs; knows no storage."""
