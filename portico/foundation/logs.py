"""Log records without the request: a log line must not be able to hold what a person typed."""

import logging
from typing import Final

SERVER_LOG: Final = "gunicorn.error"


class WithoutRequest(logging.Filter):
    """Drops the request and the traceback's message from a record, keeps its type and place.

    An exception's message may quote input (a name in a database error, for one), so only the exception's
    class and the frames (file, line, function) are printed.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Clean the record in place; always lets it through."""
        record.__dict__.pop("request", None)
        if record.exc_info and record.exc_info[0] is not None:
            kind, _, trace = record.exc_info
            frames = []
            while trace is not None:
                code = trace.tb_frame.f_code
                frames.append(f"{code.co_filename.rsplit('/portico/', 1)[-1]}:{trace.tb_lineno}:{code.co_name}")
                trace = trace.tb_next
            record.msg = f"{record.getMessage()} [{kind.__name__} at {' > '.join(frames[-6:])}]"
            record.args = ()
            record.exc_info = None
            record.exc_text = None
        return True


class ServersOwn(WithoutRequest):
    """For the log of the server around us (gunicorn), which quotes addresses, headers and whole tracebacks."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Drop what is only about a caller; leave the class and place of an error, without the address asked for."""
        if record.levelno < logging.ERROR:
            return False
        if record.exc_info:
            record.msg, record.args = "The server failed", ()
        return super().filter(record)
