"""A simulated Russian register behind a simulated SMEV 3 queue, on the frame of `adapters._simulator`.

    python -m adapters.ru_smev.simulator --port 0 --state DIR

Beside what all have: `put` takes "batch" (documents in one message). An answer of the adapter covers
a whole message: `told` lists its "documents" and, where nothing was taken, "rejected" with the reason.
Cards are written and read by `cards` and `reading`, not by the adapter's mapping. All persons are fictitious.
"""
