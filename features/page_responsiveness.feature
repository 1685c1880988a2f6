Feature: A visitor can read on while Python loads
  Loading Python takes seconds. On the page it stops everything for that long: no button answers, nothing scrolls.
  This is what moving Python into a Worker is for, so it is held against Python on the page in the same run.

  Background:
    Given the game is being served

  @WORKER-02
  Scenario: The page stays awake while Python loads in a Worker
    When visitors arrive in turn with Python in a Worker and on the page
    Then the page never stands still for more than 500 ms while Python loads in a Worker
    And no error came from a page, a Worker or the server
