"""Accounts: registering, signing in and out, confirming an address, a forgotten password."""
