"""Long runs of programs, several side by side, of which each is recorded in the repository once it is finished."""
import queue
import subprocess
import sys
import threading


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
