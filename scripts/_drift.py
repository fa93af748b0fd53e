"""Compare vendors' pages with our documents and report, operation by operation, where they have parted.

Exit code 1 where anything is breaking, 2 on wrong usage, else 0. A page from which nothing can be read is listed as such
and stops nothing. What a difference means stands in the table of `_drift_kinds`.
"""

import argparse
import json
from collections.abc import Sequence

import _drift_known
import _drift_mutations
from _drift_input import missing, sources
from _drift_ours import documented_hosts
from _drift_pages import gone, report
from _drift_report import as_json, as_markdown, as_text, counts


def main(arguments: Sequence[str] = ()) -> int:
    """Compare the pages that are named and print the report."""
    options = _options(arguments)
    if options.mutations:
        print(_drift_mutations.table(list(_drift_mutations.run(options.seed))))
        return 0
    reports = [report(page, options.host) for page in sources(options.documents)]
    if options.complete:
        reports += gone(reports)
    reports = [_drift_known.marked(each) for each in reports]
    if options.json:
        print(json.dumps(as_json(reports), ensure_ascii=False, indent=2, default=str))
    elif options.markdown:
        print(as_markdown(reports, is_full=options.full))
    else:
        print(as_text(reports, is_full=options.full))
    return int(counts(reports)["breaking"] > 0)


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/drift", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("documents", nargs="*", metavar="DOCS", help="files, folders or addresses of vendors' pages")
    parser.add_argument("--host", choices=sorted(documented_hosts()), help="whose pages these are; else guessed")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print one JSON document")
    form.add_argument("--markdown", action="store_true", help="print Markdown")
    parser.add_argument("--full", action="store_true", help="print other wording too")
    parser.add_argument("--complete", action="store_true", help="the pages are all of a host's: what none has is gone")
    parser.add_argument("--mutations", action="store_true", help="change our own documents and count what is caught")
    parser.add_argument("--seed", type=int, default=_drift_mutations.SEED, help="of --mutations")
    options = parser.parse_args(arguments)
    if not options.documents and not options.mutations:
        parser.error("name the pages to compare")
    lost = missing(options.documents)
    if lost:
        parser.error(f"no such file or folder: {', '.join(lost)}")
    return options
