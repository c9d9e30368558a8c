"""Scheduled syncs: how their runs are judged by what came, and when the next ones begin."""
