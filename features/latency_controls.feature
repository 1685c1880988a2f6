@controls
Feature: Every claim of the latency comparison fails on a game made slow on purpose
  A test that cannot fail proves nothing. Here the released game is deliberately slowed from outside; the very claims
  that a release rests on must fail, and the report must say by how much. The games run at twice their usual pace,
  so that all matches fit into a minute.

  Background:
    Given the game is being served at 60 frames per second

  @timed
  Scenario: A Worker slowed by 3 ms per step, and by 40 ms in every 20th, is too slow and late
    Given the Worker is slowed by 40 ms in every 20th step and by 3 ms in all others
    When the same game is played in turn with Python in a Worker and on the page
    Then both setups played the same game, frame by frame
    And the comparison fails the 2 ms margin and reports the 3 ms at the median, within 1 ms
    And each of these claims fails
      | claim                                                                                                     | reason                                                         |
      | with 95 % confidence the Worker adds at most 2 ms to a step at the median and 5 ms at the 95th percentile | Median step … more than the margin of 2 ms                     |
      | at least 98 % of frames with Python in a Worker are on time                                               | below the limit of 98 % … by a slow step                       |
      | at least 98 % of their pictures are on the screen in time                                                 | below the limit of 98 % … drawn late … the picture stood still |
    And no page, Worker or server reported an error

  @timed
  Scenario: A slow Worker that its page hides, and old pictures that come in time, are detected
    Given the page hides that its Worker is slowed by 8 ms in every step, and shows every picture 20 frames late
    When one match is played with Python in a Worker and one with Python on the page
    Then both setups played the same game, frame by frame
    And the second clock reports that steps were said to be over 8 ms before their replies came, within 1 ms
    And each of these claims fails
      | claim                                                    | reason                                                             |
      | their pictures are no older than with Python on the page | pictures are 20 frames (333 ms) older than with Python on the page |
    And no page, Worker or server reported an error

  Scenario: A page that makes other moves for 12 frames does not play the same game
    Given the first player's page makes other moves for 12 frames
    When one match is played with Python in a Worker and one with Python on the page
    Then this claim fails: both setups played the same game, frame by frame
    And the reason given is: is in another state than pair 1, Python in a Worker, player 1 … from frame 50 on
    And no page, Worker or server reported an error

  @slow @timed
  Scenario: A Worker slowed by 8 ms per step is detected although the page hides it
    Given the Worker is slowed by 8 ms in every step, and its page hides it
    When one match is played with Python in a Worker and one with Python on the page
    Then both setups played the same game, frame by frame
    And the second clock reports that steps were said to be over 8 ms before their replies came, within 1 ms
    And no page, Worker or server reported an error

  @slow @timed
  Scenario: A page with a Worker whose pictures are 20 frames old is detected, though each comes in time
    Given the page with a Worker shows every picture 20 frames late
    When one match is played with Python in a Worker and one with Python on the page
    Then both setups played the same game, frame by frame
    And this claim fails: their pictures are no older than with Python on the page
    And the reason given is: pictures are 20 frames (333 ms) older than with Python on the page
    And no page, Worker or server reported an error

  @slow @timed
  Scenario: A Worker slowed by 3 ms per step is detected
    Given the Worker is slowed by 3 ms in every step
    When the same game is played in turn with Python in a Worker and on the page
    Then both setups played the same game, frame by frame
    And this claim fails: with 95 % confidence the Worker adds at most 2 ms to a step at the median and 5 ms at the 95th percentile
    And the comparison fails the 2 ms margin and reports the 3 ms at the median, within 1 ms
    And no page, Worker or server reported an error

  @slow @timed
  Scenario: A Worker slowed by 40 ms in every 20th step makes frames late
    Given the Worker is slowed by 40 ms in every 20th step
    When the same game is played in turn with Python in a Worker and on the page
    Then both setups played the same game, frame by frame
    And each of these claims fails
      | claim                                                       | reason                                                         |
      | at least 98 % of frames with Python in a Worker are on time | below the limit of 98 % … by a slow step                       |
      | at least 98 % of their pictures are on the screen in time   | below the limit of 98 % … drawn late … the picture stood still |
    And no page, Worker or server reported an error

  @slow @timed
  Scenario: A Worker slowed by 12 ms in every 8th step is too slow at the 95th percentile alone
    Given the Worker is slowed by 12 ms in every 8th step
    When the same game is played in turn with Python in a Worker and on the page
    Then both setups played the same game, frame by frame
    And this claim fails: with 95 % confidence the Worker adds at most 2 ms to a step at the median and 5 ms at the 95th percentile
    And the reason given is: 95th percentile of steps … more than the margin of 5 ms
    And no page, Worker or server reported an error

  @slow @timed
  Scenario: A single player's Worker slowed by 12 ms in every 12th step is too slow, though few of both players' steps are
    Given the second player's Worker is slowed by 12 ms in every 12th step
    When the same game is played in turn with Python in a Worker and on the page
    Then both setups played the same game, frame by frame
    And this claim fails: with 95 % confidence the Worker adds at most 2 ms to a step at the median and 5 ms at the 95th percentile
    And the reason given is: 95th percentile of steps: Worker … for player 2 … more than the margin of 5 ms
    And no page, Worker or server reported an error

  @slow @timed
  Scenario: A single player's Worker slowed by 40 ms in every 20th step makes that player's frames late
    Given the second player's Worker is slowed by 40 ms in every 20th step
    When the same game is played in turn with Python in a Worker and on the page
    Then each of these claims fails
      | claim                                                       | reason                                                  |
      | at least 98 % of frames with Python in a Worker are on time | for player 2 … below the limit of 98 % … by a slow step |
      | at least 98 % of their pictures are on the screen in time   | for player 2 … below the limit of 98 % … drawn late     |
    And no page, Worker or server reported an error

  @slow @timed
  Scenario: A page that freezes for 90 ms in every 40th frame is late although its steps are quick
    Given the page with a Worker is kept busy for 90 ms in every 40th frame
    When the same game is played in turn with Python in a Worker and on the page
    Then with 95 % confidence the Worker adds at most 2 ms to a step at the median and 5 ms at the 95th percentile
    And each of these claims fails
      | claim                                                       | reason                                            |
      | at least 98 % of frames with Python in a Worker are on time | below the limit of 98 % … behind schedule         |
      | at least 98 % of their pictures are on the screen in time   | below the limit of 98 % … the picture stood still |
    And no page, Worker or server reported an error

  @slow @timed
  Scenario: A page with a Worker whose pictures are 20 frames old from frame 150 on is detected
    Given the page with a Worker shows every picture 20 frames late from frame 150 on
    When the same game is played in turn with Python in a Worker and on the page
    Then both setups played the same game, frame by frame
    And this claim fails: their pictures are no older than with Python on the page
    And the reason given is: pictures are 20 frames (333 ms) older than with Python on the page from frame 150 on
    And no page, Worker or server reported an error

  @slow @timed
  Scenario: Two identical setups show no difference
    When the same game is played in turn with Python on the page in both setups
    Then both setups played the same game, frame by frame
    And the comparison reports no difference beyond 2 ms at the median and 5 ms at the 95th percentile
    And no page, Worker or server reported an error
