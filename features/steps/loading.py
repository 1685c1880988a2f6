"""Loading: what a visitor's page can do while Python loads (WORKER-02)."""

from behave import then, when
from hamcrest import assert_that

from gauge.freezes import judge_freezes
from gauge.report.evidence import samples
from gauge.step_tables import freeze_table
from gauge.verdict import holds
from harness.evidence import attach_verdict
from harness.loading import watch_arrivals

# -- when ----------------------------------------------------------------------------------------


@when("visitors arrive in turn with Python in a Worker and on the page")
def when_visitors_arrive_both_ways(context):
    context.arrivals = watch_arrivals(context.run)


# -- then ----------------------------------------------------------------------------------------


@then("the page never stands still for more than {limit_ms:g} ms while Python loads in a Worker")
def then_page_never_stands_still(context, limit_ms):
    assert context.arrivals.stopped is None, context.arrivals.stopped
    readings = context.arrivals.readings
    verdict = judge_freezes(readings, limit_ms)
    attach_verdict(verdict, [samples("Longest freezes", freeze_table(readings).csv())])
    assert_that(verdict, holds())
