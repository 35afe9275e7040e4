from shrinkage.cli.main import main

main()
