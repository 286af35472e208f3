"""Regions in space: boundaries, map classes, neighbours, spatial dependence."""
