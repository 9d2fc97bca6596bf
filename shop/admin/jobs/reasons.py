"""Why a job failed, in a merchant's words.

What a job raised is kept as "ErrorName: what it said"; the name decides what is said here.
"""

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from shop.admin.jobs.wording import is_letter
from shop.outbox import OutboxJob

OF_MAIL: dict[str, LazyString] = {
    "ConnectionRefusedError": _l("The mail server refused the connection."),
    "ConnectionResetError": _l("The mail server broke the connection off."),
    "TimeoutError": _l("The mail server did not answer in time."),
    "timeout": _l("The mail server did not answer in time."),
    "gaierror": _l("The mail server cannot be found under its name."),
    "SSLError": _l("The mail server and the shop cannot agree on encryption."),
    "SSLCertVerificationError": _l("The mail server's certificate is not valid."),
    "SMTPAuthenticationError": _l("The mail server does not accept the shop's password."),
    "SMTPConnectError": _l("The mail server refused the connection."),
    "SMTPServerDisconnected": _l("The mail server broke the connection off."),
    "SMTPRecipientsRefused": _l("The mail server does not accept this address."),
    "SMTPSenderRefused": _l("The mail server does not accept the shop's own address."),
    "SMTPDataError": _l("The mail server did not take the mail."),
    "NoMailServer": _l("No mail server is set up yet."),
}
OF_ALL: dict[str, LazyString] = {
    "ConnectionRefusedError": _l("The other side refused the connection."),
    "ConnectionError": _l("The other side could not be reached."),
    "APIConnectionError": _l("The payment provider could not be reached."),
    "AuthenticationError": _l("The payment provider does not accept the shop's key."),
    "TimeoutError": _l("The other side did not answer in time."),
    "JobTimeoutException": _l("It took too long and was ended."),
    "OperationalError": _l("The database was away or busy."),
    "InterfaceError": _l("The database was away."),
    "PermissionError": _l("A file of the shop could not be read or written."),
    "FileNotFoundError": _l("A file of the shop is missing."),
}


def reason(row: OutboxJob) -> str:
    """A sentence: why `row` failed last; empty where it did not."""
    if not row.error:
        return ""
    name = row.error.split(":", 1)[0].rpartition(".")[2].strip()
    words = OF_MAIL.get(name) if is_letter(row.name) else None
    words = words or OF_ALL.get(name)
    if words:
        return str(words)
    last = row.error.strip().splitlines()[-1].partition(": ")
    return str(_("It said: %(text)s", text=(last[2] or last[0])[:200]))
