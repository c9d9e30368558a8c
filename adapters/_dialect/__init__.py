"""National documents that keep the structure of the exchange under names, words, dates and letters of their own.

    dialect      what a state says in its own way: names of fields, coded words, forms of dates, flags and numbers
    person       persons: the state's own spelling first, its own personal number, other names and numbers
    entry_ban, readmission, citizenship, summary     the documents
    documents    all of them: `make(dialect)` gives one form for each record type

    AZ = Dialect(names=NAMES, words=WORDS, ...)      FORMS = documents.make(AZ)

A state whose documents are cut otherwise writes its own forms (`adapters._parts.json_form`) and does not come here.
"""
