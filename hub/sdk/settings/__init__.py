"""The gateway's configuration: what each key means, and the keys and passphrases that it names."""
