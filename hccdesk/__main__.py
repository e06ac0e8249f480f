"""`python -m hccdesk`."""

from hccdesk.cli.main import main

if __name__ == "__main__":
    main()
