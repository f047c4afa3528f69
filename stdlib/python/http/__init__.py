"""HTTP: the numbers of answers and the methods; http.client and http.server speak it."""

from enum import IntEnum, StrEnum, _simple_enum

__all__ = ["HTTPStatus", "HTTPMethod"]


@_simple_enum(IntEnum)
class HTTPStatus:
    """The numbers of answers, with `phrase` and `description`."""

    def __new__(cls, value, phrase, description=""):
        member = int.__new__(cls, value)
        member._value_ = value
        member.phrase = phrase
        member.description = description
        return member

    CONTINUE = 100, "Continue", "The request may go on"
    SWITCHING_PROTOCOLS = 101, "Switching Protocols", "The connection speaks another protocol from now on"
    PROCESSING = 102, "Processing", "The request is being worked on"
    EARLY_HINTS = 103, "Early Hints", "Some headers of the answer, ahead of it"
    OK = 200, "OK", "The request was done"
    CREATED = 201, "Created", "A document was made"
    ACCEPTED = 202, "Accepted", "The request will be worked on"
    NON_AUTHORITATIVE_INFORMATION = 203, "Non-Authoritative Information", "The answer comes from a cache"
    NO_CONTENT = 204, "No Content", "The request was done; there is nothing to show"
    RESET_CONTENT = 205, "Reset Content", "The form is to be emptied"
    PARTIAL_CONTENT = 206, "Partial Content", "A part of the document"
    MULTI_STATUS = 207, "Multi-Status", "Several answers in one"
    ALREADY_REPORTED = 208, "Already Reported", "It was listed before"
    IM_USED = 226, "IM Used", "The answer says what changed"
    MULTIPLE_CHOICES = 300, "Multiple Choices", "There are several documents to choose from"
    MOVED_PERMANENTLY = 301, "Moved Permanently", "The document is elsewhere for good"
    FOUND = 302, "Found", "The document is elsewhere for now"
    SEE_OTHER = 303, "See Other", "The answer is at another address"
    NOT_MODIFIED = 304, "Not Modified", "The document did not change"
    USE_PROXY = 305, "Use Proxy", "A proxy must be asked"
    TEMPORARY_REDIRECT = 307, "Temporary Redirect", "The request is to be repeated elsewhere for now"
    PERMANENT_REDIRECT = 308, "Permanent Redirect", "The request is to be repeated elsewhere from now on"
    BAD_REQUEST = 400, "Bad Request", "The request is not understood"
    UNAUTHORIZED = 401, "Unauthorized", "A user must log in first"
    PAYMENT_REQUIRED = 402, "Payment Required", "It must be paid for"
    FORBIDDEN = 403, "Forbidden", "This is not allowed"
    NOT_FOUND = 404, "Not Found", "There is nothing at this address"
    METHOD_NOT_ALLOWED = 405, "Method Not Allowed", "This address has no such method"
    NOT_ACCEPTABLE = 406, "Not Acceptable", "The document has no form that the request accepts"
    PROXY_AUTHENTICATION_REQUIRED = 407, "Proxy Authentication Required", "A user must log in to the proxy first"
    REQUEST_TIMEOUT = 408, "Request Timeout", "The request took too long"
    CONFLICT = 409, "Conflict", "The request contradicts the state of the document"
    GONE = 410, "Gone", "The document was removed for good"
    LENGTH_REQUIRED = 411, "Length Required", "The request must say its length"
    PRECONDITION_FAILED = 412, "Precondition Failed", "A condition in the headers does not hold"
    CONTENT_TOO_LARGE = 413, "Content Too Large", "The request is too long"
    REQUEST_ENTITY_TOO_LARGE = CONTENT_TOO_LARGE
    URI_TOO_LONG = 414, "URI Too Long", "The address is too long"
    REQUEST_URI_TOO_LONG = URI_TOO_LONG
    UNSUPPORTED_MEDIA_TYPE = 415, "Unsupported Media Type", "The form of the request is not supported"
    RANGE_NOT_SATISFIABLE = 416, "Range Not Satisfiable", "The document has no such part"
    REQUESTED_RANGE_NOT_SATISFIABLE = RANGE_NOT_SATISFIABLE
    EXPECTATION_FAILED = 417, "Expectation Failed", "What the header Expect wants cannot be"
    IM_A_TEAPOT = 418, "I'm a Teapot", "The server is no coffee machine"
    MISDIRECTED_REQUEST = 421, "Misdirected Request", "Another server answers for this address"
    UNPROCESSABLE_CONTENT = 422, "Unprocessable Content", "The request is understood, but makes no sense"
    UNPROCESSABLE_ENTITY = UNPROCESSABLE_CONTENT
    LOCKED = 423, "Locked", "The document is locked"
    FAILED_DEPENDENCY = 424, "Failed Dependency", "Another request that this one needs has failed"
    TOO_EARLY = 425, "Too Early", "The request might be a repeated one"
    UPGRADE_REQUIRED = 426, "Upgrade Required", "Another protocol must be spoken"
    PRECONDITION_REQUIRED = 428, "Precondition Required", "The request must have a condition"
    TOO_MANY_REQUESTS = 429, "Too Many Requests", "There were too many requests in a short time"
    REQUEST_HEADER_FIELDS_TOO_LARGE = 431, "Request Header Fields Too Large", "The headers are too long"
    UNAVAILABLE_FOR_LEGAL_REASONS = 451, "Unavailable For Legal Reasons", "The law forbids it"
    INTERNAL_SERVER_ERROR = 500, "Internal Server Error", "The server has failed"
    NOT_IMPLEMENTED = 501, "Not Implemented", "The server cannot do this"
    BAD_GATEWAY = 502, "Bad Gateway", "The server behind has answered nonsense"
    SERVICE_UNAVAILABLE = 503, "Service Unavailable", "The server has too much to do"
    GATEWAY_TIMEOUT = 504, "Gateway Timeout", "The server behind did not answer"
    HTTP_VERSION_NOT_SUPPORTED = 505, "HTTP Version Not Supported", "The version of HTTP is not supported"
    VARIANT_ALSO_NEGOTIATES = 506, "Variant Also Negotiates", "The server is set up in a circle"
    INSUFFICIENT_STORAGE = 507, "Insufficient Storage", "There is no room left"
    LOOP_DETECTED = 508, "Loop Detected", "The request would never end"
    NOT_EXTENDED = 510, "Not Extended", "The request must ask for an extension"
    NETWORK_AUTHENTICATION_REQUIRED = 511, "Network Authentication Required", "A user must log in to the network first"


def _add_questions():
    """is_informational and so on: the first digit says it."""
    for digit, kind in enumerate(("informational", "success", "redirection", "client_error", "server_error"), 1):
        question = property(lambda self, digit=digit: self // 100 == digit, doc=f"Is it {digit}xx?")
        setattr(HTTPStatus, f"is_{kind}", question)


_add_questions()



@_simple_enum(StrEnum)
class HTTPMethod:
    """The methods, with `description`."""

    def __new__(cls, value, description):
        member = str.__new__(cls, value)
        member._value_ = value
        member.description = description
        return member

    def __repr__(self):
        return "<%s.%s>" % (self.__class__.__name__, self._name_)

    CONNECT = "CONNECT", "Open a way to the server"
    DELETE = "DELETE", "Remove the document"
    GET = "GET", "Fetch the document"
    HEAD = "HEAD", "Fetch only the headers of the document"
    OPTIONS = "OPTIONS", "Tell what can be done"
    PATCH = "PATCH", "Change the document in part"
    POST = "POST", "Have the document work on the data"
    PUT = "PUT", "Replace the document"
    TRACE = "TRACE", "Send the request back"
