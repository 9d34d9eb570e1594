"""How repetitions are timed. Imports nothing heavy."""
import time


def samples(work, repeats, seconds, warm_up):
    """The seconds of repetitions, at least so many and until the seconds are over, after some that do not count."""
    for _ in range(warm_up):
        work()
    found, start = [], time.perf_counter()
    while len(found) < repeats or time.perf_counter() - start < seconds:
        before = time.perf_counter()
        work()
        found.append(time.perf_counter() - before)
    return found
