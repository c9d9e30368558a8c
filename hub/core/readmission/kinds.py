"""The record types of readmission, of transit and of the citizenship check, by what they do."""

REQUEST = "readmission-request"
RETURN = "readmission-return"
INFORMATION_REQUEST = "readmission-information-request"
INFORMATION = "readmission-information"
INTERVIEW_REQUEST = "interview-request"
INTERVIEW_MINUTES = "interview-minutes"
EXTENSION = "readmission-extension"
REPLY = "readmission-reply"
TRAVEL_DOCUMENT = "travel-document"
TRANSFER_NOTICE = "transfer-notice"
TRANSFER_RESPONSE = "transfer-response"
HANDOVER_ACT = "handover-act"
WITHDRAWAL = "readmission-withdrawal"
TAKE_BACK_CLAIM = "take-back-claim"
TAKE_BACK_ANSWER = "take-back-answer"
TRANSIT_REQUEST = "transit-request"
TRANSIT_REPLY = "transit-reply"
TRANSIT_WITHDRAWAL = "transit-withdrawal"
CHECK_REQUEST = "citizenship-check-request"
CHECK_REPLY = "citizenship-check-reply"
CHECK_WITHDRAWAL = "citizenship-check-withdrawal"

CASE = frozenset(
    {
        *(REQUEST, RETURN, INFORMATION_REQUEST, INFORMATION, INTERVIEW_REQUEST, INTERVIEW_MINUTES, EXTENSION, REPLY),
        *(TRAVEL_DOCUMENT, TRANSFER_NOTICE, TRANSFER_RESPONSE, HANDOVER_ACT, WITHDRAWAL),
        *(TAKE_BACK_CLAIM, TAKE_BACK_ANSWER),
    }
)
REVIEW = frozenset({REQUEST, INFORMATION_REQUEST, INFORMATION, INTERVIEW_REQUEST, INTERVIEW_MINUTES, EXTENSION})
"""Types after which a case waits for the reply: it is open, however long that takes."""
TRANSIT = frozenset({TRANSIT_REQUEST, TRANSIT_REPLY, TRANSIT_WITHDRAWAL})
CITIZENSHIP_CHECK = frozenset({CHECK_REQUEST, CHECK_REPLY, CHECK_WITHDRAWAL})
WITHDRAWALS = frozenset({WITHDRAWAL, TRANSIT_WITHDRAWAL, CHECK_WITHDRAWAL})
"""Types that end a case for good: what was sent in it is erased."""
ALL = CASE | TRANSIT | CITIZENSHIP_CHECK
