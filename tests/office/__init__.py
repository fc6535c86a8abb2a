"""What the tests need of other office programs: Microsoft's validator, LibreOffice, pictures of pages."""
