#!/usr/bin/env python3
"""A switch between hosts that are network namespaces: each frame leaves its port at a rate and arrives after a delay.

    Scripts/delaying-switch.py HOSTS RATE DELAY          as root; 4 1gbit 0.5ms

It does in user space what netem does where the kernel has it. Host N is the namespace gradus-host-N with the address
10.77.0.N on eth0, and the machine itself has 10.77.0.254 on gradus-switch. Prints "ready" when all are up, and runs
until it is stopped; the namespaces go with whoever made them.
"""
import fcntl
import heapq
import os
import re
import select
import struct
import subprocess
import sys
import time

SET_INTERFACE = 0x400454CA  # TUNSETIFF
TAP_WITHOUT_HEADER = 0x0002 | 0x1000
# Long frames, so that a gigabit a second is some thousand of them and this program keeps up.
LARGEST_FRAME = 65521


def number(text, units):
    match = re.fullmatch(r"([0-9.]+)([a-z]*)", text)
    if not match or match[2] not in units:
        sys.exit(f"{text}: a number and one of {', '.join(unit for unit in units if unit)} belong there")
    return float(match[1]) * units[match[2]]


def open_port(name):
    port = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(port, SET_INTERFACE, struct.pack("16sH", name.encode(), TAP_WITHOUT_HEADER))
    return port


def ip(*words):
    subprocess.run(["ip", *words], check=True)


def connect(hosts):
    """The ports of the machine itself and of each host."""
    ports = [open_port("gradus-switch")]
    ip("addr", "add", "10.77.0.254/24", "dev", "gradus-switch")
    ip("link", "set", "gradus-switch", "mtu", str(LARGEST_FRAME), "up")
    for host in range(1, hosts + 1):
        namespace = f"gradus-host-{host}"
        ports.append(open_port(f"gradus-{host}"))
        ip("link", "set", f"gradus-{host}", "netns", namespace)
        ip("-n", namespace, "link", "set", f"gradus-{host}", "name", "eth0")
        ip("-n", namespace, "addr", "add", f"10.77.0.{host}/24", "dev", "eth0")
        ip("-n", namespace, "link", "set", "eth0", "mtu", str(LARGEST_FRAME), "up")
        ip("-n", namespace, "link", "set", "lo", "up")
    return ports


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    rate = number(sys.argv[2], {"kbit": 1e3, "mbit": 1e6, "gbit": 1e9})
    delay = number(sys.argv[3], {"": 1, "s": 1, "ms": 1e-3, "us": 1e-6})
    ports = connect(int(sys.argv[1]))
    poll = select.poll()
    for port in ports:
        poll.register(port, select.POLLIN)
    owners, waiting, order = {}, [], 0
    # When each port has sent, and each has received, what it was given.
    sent, received = dict.fromkeys(ports, 0.0), dict.fromkeys(ports, 0.0)
    print("ready", flush=True)
    while True:
        now = time.monotonic()
        while waiting and waiting[0][0] <= now:
            _, _, target, frame = heapq.heappop(waiting)
            try:
                os.write(target, frame)
            except OSError:
                pass  # An interface that is down or full loses frames, as networks do.
        pause = max(0.0, (waiting[0][0] - now) * 1e3) if waiting else 1000.0
        for port, _ in poll.poll(pause):
            try:
                frame = os.read(port, LARGEST_FRAME + 32)
            except OSError:
                continue
            now = time.monotonic()
            owners[frame[6:12]] = port
            known = owners.get(frame[:6])
            took = len(frame) * 8 / rate
            sent[port] = max(now, sent[port]) + took
            for target in [known] if known is not None else ports:
                if target == port:
                    continue
                received[target] = max(sent[port], received[target] + took)
                order += 1
                heapq.heappush(waiting, (received[target] + delay, order, target, frame))


if __name__ == "__main__":
    main()
