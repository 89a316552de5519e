"""Importing inventories of other tools."""
