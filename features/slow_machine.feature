@slow
Feature: A step is as quick in a Worker on a slow machine
  Visitors have slower machines than those who develop. Here the browser slows every page four times once a game runs, as
  its developer tools do for those who ask; the margins are four times as wide.

  Background:
    Given the game is being served

  @VALID-03 @VALID-03b
  Scenario: A step is not slower than with Python on the page when the machine is 4 times slower
    Given the machine is 4 times slower once a game runs
    When the same game is played in turn with Python in a Worker and on the page
    Then both ways played the same game, frame by frame
    And with 95 % confidence a step takes at most 8 ms longer at the median and 20 ms at the 95th percentile
    And no error came from a page, a Worker or the server
