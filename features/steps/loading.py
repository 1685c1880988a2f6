"""Loading: whether a visitor's page freezes while Python loads (WORKER-02)."""

from behave import then, when
from hamcrest import assert_that

from gauge.latency.freeze_file import write_freezes
from gauge.latency.freezes import judge_freezes
from gauge.verdict import holds
from harness.evidence.attachments import attach_verdict
from harness.experiments.arrivals import watch_arrivals
from reporting.evidence import samples

# -- when ----------------------------------------------------------------------------------------


@when("visitors arrive in turn with Python in a Worker and on the page")
def when_visitors_arrive_in_turn(context):
    context.arrivals = watch_arrivals(context.run)


# -- then ----------------------------------------------------------------------------------------


@then("with Python in a Worker the page never freezes for more than {limit_ms:g} ms while Python loads")
def then_page_never_freezes(context, limit_ms):
    assert context.arrivals.stopped is None, context.arrivals.stopped
    readings = context.arrivals.readings
    verdict = judge_freezes(readings, limit_ms)
    attach_verdict(verdict, [samples("Longest freezes", write_freezes(readings, limit_ms))])
    assert_that(verdict, holds())
