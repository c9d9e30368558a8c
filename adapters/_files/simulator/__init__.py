"""What simulated systems of files share: an SFTP server that misbehaves as ordered, and files dropped and looked at."""
