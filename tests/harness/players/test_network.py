"""Networks and troubles are found by the words of the feature."""

from __future__ import annotations

import pytest

from harness.players.network import NETWORKS, TROUBLES, network_named, trouble_named
from harness.session.errors import SettingError


def test_what_the_feature_names_is_found() -> None:
    assert [network_named(name) for name in NETWORKS] == list(NETWORKS.values())
    assert [trouble_named(name) for name in TROUBLES] == list(TROUBLES.values())


def test_an_unknown_name_is_answered_with_what_there_is() -> None:
    with pytest.raises(
        SettingError, match="no network called 'pigeons'; there are: no trouble; a round trip"
    ):
        network_named("pigeons")
    with pytest.raises(SettingError, match="no trouble called 'an earthquake'; there are: the second player"):
        trouble_named("an earthquake")
