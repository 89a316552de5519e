"""The customer's documentation website, self-contained, made with MkDocs and Material."""
