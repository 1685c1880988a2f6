@controls
Feature: The latency proof can say no
  A proof that cannot fail proves nothing. Here the Worker is slowed on purpose, from outside, in the very game that
  is released, and the comparison with Python on the page has to notice it and name the amount.

  Background:
    Given the game is being served

  Scenario: A Worker that is 3 ms slower in every step is found out
    Given the Worker is slowed by 3 ms in every step
    When the same game is played in turn with Python in a Worker and on the page
    Then both ways played the same game, frame by frame
    And the comparison finds the Worker slower by 3 ms at the median, give or take 1 ms, where 2 ms are allowed

  Scenario: A Worker that is 40 ms slower in every 20th step is found out
    Given the Worker is slowed by 40 ms in every 20th step
    When the same game is played in turn with Python in a Worker and on the page
    Then both ways played the same game, frame by frame
    And the 95th percentile or the share of frames in time finds the Worker too slow

  @slow
  Scenario: Python on the page is not found slower than itself
    When the same game is played in turn with Python on the page, twice over
    Then both ways played the same game, frame by frame
    And the comparison finds neither way slower than the other
