"""Rows of tables <-> records, pure: no files, no network, no clock.

A state's adapter gives the tables (its own columns and words); what the columns mean is the same for all.

entry bans, readmission requests and replies, citizenship checks     one row, one record
figures                                                              many rows, one situation summary per period
"""
