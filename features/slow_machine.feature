@slow @timed
Feature: A game step is as quick in a Worker on a slow machine
  Visitors have slower machines than developers. Here the browser slows every page four times once a game runs, as
  the CPU slowdown of its developer tools does; the margins are four times as wide.

  Background:
    Given the game is being served

  @VALID-03 @VALID-03b
  Scenario: A game step is not slower than with Python on the page on a machine that is 4 times slower
    Given the machine is 4 times slower once a game runs
    When the same game is played in turn with Python in a Worker and on the page
    Then both setups played the same game, frame by frame
    And with 95 % confidence the Worker adds at most 8 ms to a step at the median and 20 ms at the 95th percentile
    And no page, Worker or server reported an error
