"""Runs the program that lists without memory, beside its server.

squeeze.py PROGRAM ROUNDS
"""

import subprocess
import sys

import server

TIME_LIMIT = 300  # seconds

with server.running() as url:
    done = subprocess.run([sys.argv[1], f"{url}/squeeze", sys.argv[2]], check=False, timeout=TIME_LIMIT)
if done.returncode != 0:
    print(f"{sys.argv[1]} ended with {done.returncode}", file=sys.stderr)
sys.exit(done.returncode != 0)
