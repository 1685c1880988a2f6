@controls
Feature: Every claim about a single game fails on a game made bad on purpose
  A test that cannot fail proves nothing. Here the released game is made bad from outside, each time in another
  way, and the very claim that a release rests on must fail, for the right reason. The games are short. That the
  same claims pass on the released game itself is shown by the acceptance run.

  @timed
  Scenario: A Worker slowed by 60 ms per step is too slow
    Given the game is being served
    And the Worker is slowed by 60 ms in every step
    And two players have played 20 frames of a game
    When 10 steps of each player are timed, 50 ms apart
    Then this claim fails: each player's median step takes under 50 ms
    And the reason given is: median step 6 … not under the limit of 50 ms; 10 samples
    And no page, Worker or server reported an error

  Scenario: A game whose Python stops with an error has no end
    Given the game is being served at 60 frames per second
    And the first player's Python stops with an error after frame 200
    And two players have played 20 frames of a game
    When 10 steps of each player are timed, 50 ms apart
    Then each player's median step takes under 50 ms
    And this claim fails: the game runs to its end
    And the reason given is: did not reach the end of the game, because the game failed at frame 200 … Action -1 of cook 0 is not usable

  Scenario: Errors that no player notices are reported
    Given the game is being served by a server that reports an error with every game
    When two strangers play to the end while a page and a Worker report an error as well
    Then both played the game to its end
    And this claim fails: no page, Worker or server reported an error
    And the reason given is: 3 errors … page of the first player … Worker of the second player … server

  Scenario: Players who see different games for 12 frames have no common end
    Given the game is being served at 60 frames per second
    And the first player's page makes other moves for 12 frames
    When strangers play one game in two fresh windows
    Then this claim fails: every game ran to its end
    And the reason given is: 0 of 1 game … The players saw different games … from frame 50 on
    And no page, Worker or server reported an error

  Scenario: Pages that hold 8 MiB more with every game are detected although their windows are new
    Given the game is being served at 60 frames per second
    And pages hold 8 MiB more with every game
    When strangers play 2 games, each in two fresh windows
    Then every game ran to its end
    And this claim fails: each player's page holds at most 2.0 times as much memory after the last game as after the first
    And the reason given is: page heap after game 2 … over the limit 2 times
    And no page, Worker or server reported an error

  Scenario: A page with a Worker that takes every key 100 ms late is detected, though its steps and pictures are not
    Given the game is being served
    And the page with a Worker takes every key 100 ms late
    When two people press keys in a game with Python in a Worker and in one with Python on the page
    Then this claim fails: with 95 % confidence a key shows at most 33 ms later with Python in a Worker
    And the reason given is: from a key to its picture … more than the margin of 33 ms
    And no page, Worker or server reported an error

  @slow
  Scenario: A page with a Worker that loses every 2nd key is detected, though the others show in time
    Given the game is being served
    And the page with a Worker loses every 2nd key
    When two people press keys in a game with Python in a Worker and in one with Python on the page
    Then this claim fails: with 95 % confidence a key shows at most 33 ms later with Python in a Worker
    And the reason given is: keys did not show with Python in a Worker
    And no page, Worker or server reported an error
