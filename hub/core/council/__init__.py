"""What the Council and bilateral bodies do: documents from draft to adoption, plans, meetings, contacts, notices.

The rooms:

document    the life of a document: draft, comments, adopted at meeting N
body        whose records only its parties see
due         terms such as 2021-Q2, and the last day of each
work_plan   items of a plan with what was reported of them, and what is overdue
contacts    who is to be reached on a day, for a function
publication meetings, notices and directories, which follow each other by revision
timetable   what stands in a calendar: meetings and terms
icalendar   rows of RFC 5545
"""
