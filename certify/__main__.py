"""`python -m certify`: plays studies until the time is up, then writes the certificate.

Exit status: 0 when it was written, 1 when no study could be played (any more), 2 for bad input, 130 when
stopped; what was measured stays in every case, and the next start goes on from there.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from certify.cases import chosen
from certify.certificate import summary, write_certificate
from certify.fleet import Fleet, FleetError
from certify.identity import Identity
from certify.store import Store, StoreError, counts, of
from certify.study import Study
from reporting.certificate import PLACE
from tools.paths import ROOT

UNITS_S = {"s": 1, "m": 60, "min": 60, "h": 3600}
CERTIFICATE = ROOT / PLACE
STOPPED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    console = Console(highlight=False, soft_wrap=True)
    store = Store(options.results)
    try:
        settings = dict(setting.split("=", 1) for setting in options.setting)
        cases = chosen(options.only)
        identity = replace(Identity.here(settings), at_once=options.processes)
        studies = store.load()
    except (StoreError, ValueError) as error:
        print(f"certify: {error}", file=sys.stderr)
        return 2
    told = counts(of(identity, studies))
    console.print(f"{told.total()} studies of {identity.words()} are there already.")

    def finished(study: Study, left_s: float) -> None:
        store.add(study)
        studies.append(study)
        said = ", ".join(f"{each.requirement} {each.outcome}" for each in study.stated) or study.trouble
        console.print(f"{study.case} ({study.seconds:.0f} s): {said}. {max(0, left_s) / 60:.0f} min left")

    code = 0
    try:
        Fleet(options.scheduler, options.processes).run(cases, told, options.budget, settings, finished)
    except (FleetError, StoreError) as error:
        print(f"certify: {error}", file=sys.stderr)
        code = 1
    except KeyboardInterrupt:
        print("certify: stopped; start it again to go on.", file=sys.stderr)
        code = STOPPED
    own = of(identity, studies)
    if any(study.stated for study in own):
        write_certificate(options.certificate, options.results, identity, own)
        console.print(f"{summary(identity, own)}\n{options.certificate}")
    return code


def seconds(text: str) -> float:
    """A budget such as 90s, 30min or 2h, in seconds."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)(s|m|min|h)", text.strip())
    if match is None or float(match[1]) == 0:
        raise argparse.ArgumentTypeError(f"{text!r} is no length of time; give for example 30min or 2h")
    return float(match[1]) * UNITS_S[match[2]]


def _setting(text: str) -> str:
    if "=" not in text:
        raise argparse.ArgumentTypeError(f"{text!r} is no setting; give NAME=VALUE, as with behave's -D")
    return text


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m certify", description="How often the suite is wrong.")
    parser.add_argument("--budget", type=seconds, default=seconds("2h"), help="time to play (default 2h)")
    parser.add_argument("--only", action="append", default=[], metavar="TEXT", help="cases named like this")
    parser.add_argument(
        "--scheduler", metavar="ADDRESS", help="a dask scheduler, for example tcp://host:8786"
    )
    parser.add_argument(
        "--processes", type=int, default=1, help="studies at once on this machine (default 1)"
    )
    parser.add_argument(
        "--results", type=Path, default=CERTIFICATE.with_suffix(""), help="folder of raw data"
    )
    parser.add_argument("--certificate", type=Path, default=CERTIFICATE, help="the page to write")
    parser.add_argument("-D", dest="setting", action="append", default=[], type=_setting, help="as behave's")
    return parser


if __name__ == "__main__":
    sys.exit(main())
