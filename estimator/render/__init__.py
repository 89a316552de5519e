"""What people receive: text, json, xlsx, pdf, calendar and website."""
