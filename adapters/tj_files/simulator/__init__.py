"""A simulated Tajik register of tables: a process of its own, for tests, demo and conformance.

    python -m adapters.tj_files.simulator --port 0 --state DIR

Its folder is told as `folder`, the same over SFTP as `sftp_host`, `sftp_port`, `sftp_user`, `sftp_host_key` and
`sftp_key_file`. It writes and reads its tables itself; all persons in it are fictitious.
"""
