"""The example portfolio: how it is read from its file, put into the tables, and made anew."""
