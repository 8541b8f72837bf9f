"""All requests together stay below the API's limit for a key, 6,000 in 60 seconds, with a reserve for other clients."""

import time

from generated_service import GeneratedService
from support.mirror import Mirror

# As in RequestRates.allowed.
RATE = BURST = 80
DIRECTORIES = 80


def test_many_directories_share_the_limit(tmp_path):
    """Whatever the number of waiting requests. A request that is late on a busy machine cannot make this fail."""
    service = GeneratedService(DIRECTORIES, 20)
    try:
        arrivals = []
        answer = service.answer

        def noted(target):
            arrivals.append(time.monotonic())
            return answer(target)

        service.answer = noted
        began = time.monotonic()
        Mirror(tmp_path / "people.db", service).update("--memberships", "groups", paced=True, timeout=120)
    finally:
        service.close()
    assert len(arrivals) > 3 * DIRECTORIES
    for number, arrived in enumerate(sorted(arrivals), 1):
        assert number <= BURST + RATE * (arrived - began) + 1, number
