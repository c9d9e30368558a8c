"""The Council's Work Plan, meetings and their folders."""
