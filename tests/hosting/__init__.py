"""The recipe for hosting, tried with a real nginx."""
