"""Parts that several adapters are built from: written forms (dates, states, document numbers), spool, manifest, XML.

    national form --reading--> mapping (pure, in the adapter) --> spool --> gateway

An adapter never imports another adapter; what two of them need lives here.
"""
