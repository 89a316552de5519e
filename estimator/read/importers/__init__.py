"""Exports of other tools become rows of the form, each row understood or listed with its reason."""
