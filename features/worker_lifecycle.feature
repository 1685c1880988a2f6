@game.kitchen
Feature: Python lives in a Worker, from its start to its end
  Python has one way in and out: it is started, it says READY, it answers what it is asked, it is ended. Nothing is
  asked of it too early, what goes wrong in it is told in its own words, and once it is ended nothing of it is left,
  whatever it was doing. One game is watched for the first scenarios; the others try the kitchen's own way to Python.

  Background:
    Given the game is being served

  @WORKER-01 @critical
  Scenario: A game's Python runs in a Worker of its own
    When two strangers play a short game that is watched at its Workers
    Then each player's Python is in one Worker, and none of it on the page
    And no page, Worker or server reported an error

  @WORKER-03
  Scenario: A game asks nothing of Python before it is READY
    When two strangers play a short game that is watched at its Workers
    Then no Worker was asked for anything before it was READY

  @INTEG-03 @critical
  Scenario: Every reset and step of a game goes through its Worker
    When two strangers play a short game that is watched at its Workers
    Then every state of both players' games came from their Workers

  @INTEG-04
  Scenario: The players see what Python renders
    When two strangers play a short game that is watched at its Workers
    Then each player's last picture is the one that Python renders when it plays the game again

  @WORKER-01 @INTEG-03
  Scenario: Python on the page is told apart from Python in a Worker
    When two strangers play a short game with Python on the page
    Then it is detected that Python is on the page and that its steps go through no Worker

  @WORKER-03
  Scenario: A command that comes before READY is refused clearly
    When Python is asked for something too early
    Then each early command is refused within 1000 ms, since it came before READY
    And Python answers what it is asked then
    And no Worker is left afterwards
    And no page, Worker or server reported an error

  @WORKER-03
  Scenario: An error in Python comes back in Python's own words
    When Python is asked for what it cannot do
    Then each error comes back with Python's traceback
    And Python answers what it is asked then
    And no Worker is left afterwards
    And no page, Worker or server reported an error

  @WORKER-03
  Scenario: Python can be ended at any moment
    When Python is ended while it works, while it loads, and once more
    Then whoever waited for it is told within 1000 ms that it was ended
    And ending it once more does no harm
    And it can neither be asked nor loaded again
    And no Worker is left afterwards
    And no page, Worker or server reported an error

  @WORKER-03
  Scenario: Starting and ending Python 20 times leaves nothing behind
    When Python is started and ended 20 times in one window
    Then no Worker is left afterwards
    And with 95 % confidence each time adds at most 20 KiB to the page and 2 MiB to the window's process
    And no page, Worker or server reported an error

  @WORKER-03
  Scenario: Workers that are not ended are detected
    When Python is started and ended 2 times in one window in which no Worker can be ended
    Then it is detected that Workers are left
