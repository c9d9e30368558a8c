"""A simulated Armenian register behind a simulated security server, on the frames of `_simulator` and `_xroad`.

    python -m adapters.am_gip.simulator --port 0 --state DIR

Documents are written and read by `writing` and `reading`, not by the adapter's mapping. All persons are fictitious.
"""
