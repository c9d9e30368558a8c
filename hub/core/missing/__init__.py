"""Missing migrants: the search for a person, and the identification of remains.

    search       heads of searches, remains and proposals; the rules of their records
    finding      what a site knows of a search it was asked to make, and the state that it keeps for itself
    disclosure   what of it leaves the site, and when: without consent the same as if the search went on
    circulation  to whom a search may go
    features     how one feature of a missing person compares with that of remains
    matching     all features together, with contradictions shown by themselves

A person found alive decides whether that is told. So nothing here takes the finding as an input to what is sent, but
one function, which needs his consent for it.
"""
