"""Runs a command while nginx serves 20,000 users. Replaces {http_url}, {tls_url} and {ca_file} in its arguments.

python3 Tests/Benchmarks/serve.py build/benchmarks/library --base-url {http_url}
"""

import subprocess
import sys
from dataclasses import asdict

from servers.nginx import static_pages

if __name__ == "__main__":
    with static_pages() as pages:
        command = [argument.format(**asdict(pages)) for argument in sys.argv[1:]]
        status = subprocess.run(command).returncode
    sys.exit(status)
