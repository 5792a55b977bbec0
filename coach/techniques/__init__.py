"""What is right: techniques and no-go zones, as data files, and the schema that checks them."""
