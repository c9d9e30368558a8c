"""A record as a form: what its schema asks for becomes fields, what is typed into them becomes the record again.

part     the fields of a record type, read from its schema
spread   a record -> the texts of its fields
gather   the texts of fields -> a record
change   one more, one less: the parts of a form that come and go
begin    what a new record, and one that follows another, begins with

The texts of fields are a flat mapping: `person.names.0.surname`. Beside them stand marks: of a list how many items it
has, of a part that may be left out that it is there. What the schema does not know is kept aside and put back.
"""
