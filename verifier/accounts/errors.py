"""What can be wrong with accounts before anything is started."""


class AccountError(ValueError):
    """Accounts cannot be used; the text is one line: where, what is wrong, the remedy. It never quotes a value."""
