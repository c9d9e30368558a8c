"""Tables in files: CSV and XLSX, read with bounds and written atomically, with a report on each file read.

folder ─> rows (number, cells) ─> table (headings known) ─> the adapter's mapping
rows <─ table <─ the adapter's mapping ─> a file, by rename
"""
