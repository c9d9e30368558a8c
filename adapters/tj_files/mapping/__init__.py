"""Rows of national tables <-> records, pure: no files, no network, no clock.

entry bans, readmission requests, readmission replies   one row, one record
figures                                                 many rows, one situation summary per period
"""
