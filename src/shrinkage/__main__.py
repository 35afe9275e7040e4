import sys

from shrinkage.cli.main import main

sys.exit(main())
