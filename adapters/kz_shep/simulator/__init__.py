"""A simulated Kazakh register behind a simulated gateway with both channels, on the frame of `_simulator`.

    python -m adapters.kz_shep.simulator --port 0 --state DIR

Documents are written and read by `writing` and `reading`, not by the adapter's mapping, and its signatures name their
certificate in `KeyIdentifier`, as the gateway's do. All persons are fictitious.
"""
