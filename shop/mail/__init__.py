"""Mail: letters written once in Markdown, sent through SMTP or kept in the development mailbox."""
