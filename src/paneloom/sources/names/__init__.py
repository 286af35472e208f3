"""Registries of unit names."""
