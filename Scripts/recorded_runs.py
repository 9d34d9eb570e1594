"""Long runs of programs, several side by side, of which each is recorded in the repository once it is finished."""
import argparse
import csv
import os
import pathlib
import queue
import subprocess
import sys
import threading


def options(description, records, run, table, add_run_options=lambda parser: None, arguments=None):
    """The options of the commands "run", which trains what is not recorded, and "table", with the command's function
    as `work`."""
    parser = argparse.ArgumentParser(description=description)
    commands = parser.add_subparsers(required=True)
    runs = commands.add_parser("run")
    runs.add_argument("folder")
    runs.add_argument("--nets", default="", help="only nets whose name matches, and what is trained with them")
    runs.add_argument("--programs", default=".build/release")
    runs.add_argument("--parallel", type=int, default=os.cpu_count())
    add_run_options(runs)
    runs.set_defaults(work=run)
    tables = commands.add_parser("table")
    tables.set_defaults(work=table)
    for part in (runs, tables):
        part.add_argument("--records", default=str(records))
    return parser.parse_args(arguments)


def rows(file):
    """The rows of a file with a header; none where there is no file."""
    if not pathlib.Path(file).exists():
        return []
    with open(file, newline="") as lines:
        return list(csv.DictReader(lines))


def append(file, columns, added):
    """Adds rows to a file, with its header where it is new."""
    is_new = not pathlib.Path(file).exists()
    pathlib.Path(file).parent.mkdir(parents=True, exist_ok=True)
    with open(file, "a", newline="") as lines:
        csv.writer(lines, lineterminator="\n").writerows(([columns] if is_new else []) + added)


def side_by_side(jobs, count, perform):
    """Performs the jobs in order, `count` at a time; after a failure none is begun, and it is the last line."""
    waiting = queue.Queue()
    for job in jobs:
        waiting.put(job)
    failed = []

    def work():
        while not failed:
            try:
                job = waiting.get_nowait()
            except queue.Empty:
                return
            try:
                perform(*job)
            except Exception as error:
                failed.append(error)

    workers = [threading.Thread(target=work) for _ in range(count)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    if failed:
        sys.exit(f"error: {failed[0]}; see above, and run this again to go on")


def finish(place, command):
    """Runs a command that fills a folder, unless it has."""
    if (place / "finished").exists():
        return
    sys.stderr.write(" ".join(command) + "\n")
    code = subprocess.run(command, stdout=subprocess.DEVNULL).returncode
    if code != 0:
        raise RuntimeError(f"{' '.join(command)} ended with code {code}")
    (place / "finished").touch()
