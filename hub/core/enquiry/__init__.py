"""Enquiries: what may be asked of the entry bans, what is searched for whom, and what an answer shows.

    question.read_person     who is asked about, with the machine-readable zone taken in, and what is odd about it
    lists.states_of          how fresh each issuer's list is
    verdict.judge            ban, doubt, unknown, no ban: for each issuer, and altogether
    shown                    what of a ban is shown for which purpose
    citizen                  who asks of himself: identity, the plain answer, the enquiry that a doubt opens
    sheet, printed           the same answer on paper, in Russian and in the citizen's language

An answer never says "no ban" of a list that is not fresh, and what is restricted is never shown in detail.
"""
