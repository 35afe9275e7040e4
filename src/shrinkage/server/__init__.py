"""The guide on this machine: a small server on 127.0.0.1 that hands out the page and compares the reader's tables.

run.py      socket, port, browser, ending        upload.py   a body becomes a file
app.py      which address does what              asked.py    a query becomes options of `compare`
guard.py    who may ask at all                   jobs.py     which comparisons run, wait, are stale
refusal.py  a status and a sentence              child.py    one run of the command line
                                                 events.py   what a job tells, as it happens
"""
