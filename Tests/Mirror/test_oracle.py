"""Random histories. Each commit is compared with all states that the service ever had; see oracle/."""

import pytest
from oracle.history import History
from oracle.trouble.profiles import PROFILES

QUICK = {"kill": 1, "order": 2, "stragglers": 3, "stale": 4, "everything": 5}


def look(profile, seed, rounds, folder, database=None):
    history = History(seed, PROFILES[profile], rounds, folder, database)
    history.run()
    assert not history.findings, (profile, seed, history.findings)


@pytest.mark.parametrize("profile", QUICK)
def test_a_history(profile, tmp_path):
    look(profile, QUICK[profile], 2, tmp_path)


@pytest.mark.parametrize("profile", ["kill", "everything"])
def test_a_history_in_postgresql(profile, server, tmp_path):
    look(profile, QUICK[profile], 2, tmp_path, server.database())


@pytest.mark.long
@pytest.mark.parametrize("profile", PROFILES)
def test_many_histories_in_postgresql(profile, server, tmp_path):
    for seed in range(1, 6):
        look(profile, seed, 5, tmp_path, server.database())


@pytest.mark.long
@pytest.mark.parametrize("profile", PROFILES)
def test_many_histories(profile, tmp_path):
    for seed in range(1, 26):
        look(profile, seed, 5, tmp_path)
