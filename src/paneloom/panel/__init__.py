"""Panels: keys, gaps, derived variables, the ledger, and what is asked of an engine."""
