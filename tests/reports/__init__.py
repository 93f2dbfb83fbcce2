"""What readers get: ledger, guide, comparison, history, Allure results, messages, and the command that makes them."""
