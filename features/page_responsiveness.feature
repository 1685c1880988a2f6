Feature: The page stays responsive while Python loads
  Loading Python takes seconds. On the page itself it stops everything for that long: no button answers, nothing
  scrolls. Python moved into a Worker so that a visitor can read on, so the two are compared in the same run.

  Background:
    Given the game is being served

  @WORKER-02 @timed
  Scenario: The page does not freeze while a Worker loads Python
    When visitors arrive in turn with Python in a Worker and on the page
    Then with Python in a Worker the page never freezes for more than 500 ms while Python loads
    And no page, Worker or server reported an error
