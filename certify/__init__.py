"""How often the suite is wrong, measured: clean games and games made bad on purpose, played many times.

`python -m certify` plays studies, each a run of `features/worker_validation.feature` as a user runs it, and
writes `docs/certificate.md` from all studies of this commit, browser and machine so far.
"""
