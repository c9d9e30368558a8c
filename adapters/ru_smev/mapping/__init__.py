"""National XML <-> records, pure: no network, no files, no clock.

    EntryBanNotice / EntryBan         <->  entry-ban            (`entry_ban`)
    ReadmissionRequest                <->  readmission-request  (`readmission_request`)
    ReadmissionReply                  <->  readmission-reply    (`readmission_reply`)
    CitizenshipCheckRequest, -Reply   <->  citizenship-check-…  (`citizenship_check`)
    SituationSummary                  <->  situation-summary    (`summary`)

Both directions keep every member of a record, so a record sent into the register and read from it again is the same.
"""
