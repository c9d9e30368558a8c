"""A simulated Azerbaijani register behind a simulated security server: X-Road SOAP 4.0 over real HTTP.

    python -m adapters.az_ehis.simulator --port 0 --state DIR

Documents are written and read by `writing` and `reading`, not by the adapter's mapping. All persons are fictitious.
"""
