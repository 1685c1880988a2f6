@controls
Feature: The latency comparison detects a slowed Worker
  A test that cannot fail proves nothing. Here the Worker of the released game is deliberately slowed from outside,
  and the comparison with Python on the page must fail and report by how much. The games run at twice their usual
  pace, so that all matches fit into a minute.

  Background:
    Given the game is being served at 60 frames per second

  Scenario: A Worker slowed by 3 ms per step is detected
    Given the Worker is slowed by 3 ms in every step
    When the same game is played in turn with Python in a Worker and on the page
    Then both setups played the same game, frame by frame
    And the comparison fails the 2 ms margin and reports the 3 ms at the median, within 1 ms
    And no page, Worker or server reported an error

  Scenario: A Worker slowed by 40 ms in every 20th step is detected
    Given the Worker is slowed by 40 ms in every 20th step
    When the same game is played in turn with Python in a Worker and on the page
    Then both setups played the same game, frame by frame
    And the comparison fails the 5 ms margin at the 95th percentile, or fewer than 98 % of frames are on time
    And no page, Worker or server reported an error

  Scenario: A Worker slowed by 8 ms per step is detected although the page hides it
    Given the Worker is slowed by 8 ms in every step, and its page hides it
    When one match is played with Python in a Worker and one with Python on the page
    Then both setups played the same game, frame by frame
    And the second clock reports that steps were said to be over 8 ms before their replies came, within 1 ms
    And no page, Worker or server reported an error

  @slow
  Scenario: Two identical setups show no difference
    When the same game is played in turn with Python on the page in both setups
    Then both setups played the same game, frame by frame
    And the comparison reports no difference beyond 2 ms at the median and 5 ms at the 95th percentile
    And no page, Worker or server reported an error
