"""XML names of the gateway's channels, version 10, and of WS-Security."""

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
SYNC = "http://bip.bee.kz/SyncChannel/v10/Types"
ASYNC = "http://bip.bee.kz/AsyncChannel/v10/Types"
DS = "http://www.w3.org/2000/09/xmldsig#"
_OASIS = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss"
WSSE = f"{_OASIS}-wssecurity-secext-1.0.xsd"
WSU = f"{_OASIS}-wssecurity-utility-1.0.xsd"
X509 = f"{_OASIS}-x509-token-profile-1.0#X509v3"
BASE64 = f"{_OASIS}-soap-message-security-1.0#Base64Binary"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
NS = {"soap": SOAP, "sync": SYNC, "async": ASYNC, "wsse": WSSE, "wsu": WSU, "ds": DS}
"""Members inside a channel's request and response are in no namespace."""
