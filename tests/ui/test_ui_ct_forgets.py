"""A CT that was closed is not kept in memory by what showed it."""

from __future__ import annotations

import gc
import weakref
from dataclasses import replace

import ui_builder as build

from hccdesk.ui.ct_viewer.pane_layout import PaneLayout


def test_that_the_volume_dies_with_its_case(window, session, qtbot, idle):
    window.desk.go_to("ct")
    hu = build.a_volume().hu.copy()
    held, ct = weakref.ref(hu), build.a_ct_input()
    ct = replace(ct, volume=replace(ct.volume, hu=hu))
    session.model.set_ct(ct, ())
    del ct, hu
    idle()
    qtbot.wait(50)
    with qtbot.waitSignal(session.shelf.opened):
        session.shelf.new()
    idle()
    qtbot.wait(600)  # ended jobs are swept
    gc.collect()
    assert held() is None


def test_that_a_compared_series_dies_with_its_case(window, session, verbs, qtbot, idle):
    volumes = []

    def view(series, progress):
        hu = build.a_volume().hu.copy()
        volumes.append(weakref.ref(hu))
        return replace(build.a_volume(), hu=hu, series_instance_uid=series.series_instance_uid)

    verbs.view_series = view
    verbs.holds(series=(build.a_series(uid="1.2.3"), build.a_series(uid="5")))
    session.loader.take([build.Path("/ct")])
    idle()
    window.desk.go_to("ct")
    screen = window.desk._screens["ct"]
    screen.acts.use_layout(PaneLayout.TWO)
    idle()
    qtbot.wait(50)
    assert volumes
    assert screen.compared[0].pane.content is not None
    screen.acts.use_layout(PaneLayout.ONE)  # hidden, and still there when the case goes
    with qtbot.waitSignal(session.shelf.opened):
        session.shelf.new()
    idle()
    qtbot.wait(600)
    gc.collect()
    assert [volume() for volume in volumes] == [None] * len(volumes)
