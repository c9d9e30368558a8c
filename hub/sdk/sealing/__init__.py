"""What happens to a record before its signature: protection, small cells, sealed parts and files."""
