"""X-Road, for every state whose platform is one: identifiers, messages over REST (r1) and SOAP (4.0), register.

    adapter --> own security server --(signed, X-Road)--> provider's security server --> service of the register

    identifiers     `INSTANCE/CLASS/MEMBER/SUBSYSTEM`, strictly read
    errors          what a security server answers instead of passing on, and what each asks for: retry, or a person
    request_hash    the header by which an answer names its request (PR-REST §4.3)
    rest_client     one service behind the own security server, called over r1
    soap_message    requests over SOAP and the answers that are taken for them (PR-MESS); `soap_client` calls by it
    register        the register's service as this project assumes it: feed of documents, results, deliveries, erasures
                    over REST `rest_register`, over SOAP `soap_register`
    source, sink    both ports over a register; a state adds its documents (`documents`) and its manifest
    open_ends       what the settings of a connection leave open, for `hub gateway check`
    assembly        an adapter from a manifest, settings and the state's documents; over SOAP `soap_assembly`
    simulated_…     a security server and a register for tests and demonstration, over REST and over SOAP

A state's folder holds what differs: manifest, mapping, golden files, papers.
"""
