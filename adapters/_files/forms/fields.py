"""Elements of what stands packed in one cell: the fields of a name, a document and so on, in the order of the cell."""

NAME = ("role", "script", "surname", "given", "patronymic")
DOCUMENT = ("type", "series", "number", "state", "authority", "issued", "expires")
IDENTIFIER = ("scheme", "value")
EVIDENCE = ("tier", "item", "reference", "note", "forged")
REASON = ("code", "text")
PERMIT = ("kind", "number", "state", "valid_until")
