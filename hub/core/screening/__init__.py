"""Screening: is this person one of those whose entry is closed?

    record --person.describe--> Described --entry.entry_of(key, …, blind)-> Index.add
    asked  --person.describe--> Described --entry.query_of---------------> Index.find   -> candidates, by name and birth
                                          --entry.exact_tokens(…, blind)-> Index.exact  -> candidates, by number
    candidates -> the caller decrypts their records -> score.score(asked, described record) -> verdict with reasons

The index keeps no persons: for each there is a number of the caller's (`key`), the day of birth, and keyed numbers of
the keys of name tokens and of document numbers. What it keeps in letters is the vocabulary of name keys, apart from
whoever bears them. Candidates are only that; `score` decides, over decrypted records.

    index = Index(entry.numbering(blind))            # blind = BlindKey(…).token; a key drawn for the process will do
    index.add(entry.entry_of(7, person.describe(record["subject"]), blind))
    asked = person.describe({"names": [...], "birth": {"date": {...}}, "documents": [...]})   # the shape of person.json
    keys = index.exact(entry.exact_tokens(asked, blind)) + [
        candidate.key for candidate in index.find(entry.query_of(asked), thorough=False)
    ]

A name alone never makes a hit. Where the fast search finds nothing above doubt, the caller asks again, thoroughly.
"""
