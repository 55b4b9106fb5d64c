"""Reads pages in another process, and tells of each connection that this process tries."""

import json
import socket
import sys

from toolkit.loading import pages

CONNECTING = {"socket.connect", "socket.getaddrinfo", "socket.sendto", "urllib.Request"}
KNOCK = "a page that makes its reader knock at"  # so that a test can see that a knock is seen


def open_watched_reader():
    answer = pages.open_reader()
    seen = []

    def watch(event, details):
        if event in CONNECTING:
            seen.append(f"{event} {details[1:]}")

    def answer_and_tell(question):
        given = answer(question)
        _, _, place = json.loads(question).partition(KNOCK)
        if place:
            with socket.socket() as knocking:
                knocking.connect_ex(("127.0.0.1", int(place.split()[0])))
        return json.dumps({"fault": f"seen: {seen}"}).encode() if seen else given

    sys.addaudithook(watch)
    return answer_and_tell
