Feature: Python in a Worker is quick and leaves no memory behind
  The two-player kitchen moved its Python from the page into a Web Worker. Before a release its owners ask two
  questions: is a game step still quick (VALID-03), and does memory stay flat over many games (VALID-04)?

  A series is ten games in a row; a run with another number says so in its report. "Under" excludes the limit,
  "at most" includes it. Each player is judged alone. 1 MiB is 1024 KiB. Too few readings are not a pass: the answer
  is then "inconclusive" and the run does not succeed. Memory is measured in short games (120 frames at 60 per
  second), since what leaks, leaks with every game.

  Background:
    Given the game is being served

  @VALID-03 @VALID-03a @critical @timed
  Scenario: A game step is quick
    Given two players have played 100 frames of a game
    When 10 steps of each player are timed, 50 ms apart
    Then each player's median step takes under 50 ms
    And the game runs to its end
    And no page, Worker or server reported an error

  @VALID-03 @VALID-03b @critical @timed
  Scenario: A game step is not slower than with Python on the page
    When the same game is played in turn with Python in a Worker and on the page
    Then both setups played the same game, frame by frame
    And with 95 % confidence the Worker adds at most 2 ms to a step at the median and 5 ms at the 95th percentile
    And no page, Worker or server reported an error

  @VALID-03 @VALID-03c @timed
  Scenario: Frames are ready on time
    When the same game is played in turn with Python in a Worker and on the page
    Then both setups played the same game, frame by frame
    And at least 98 % of frames with Python in a Worker are on time
    And at least 98 % of their pictures are on the screen in time
    And their pictures are no older than with Python on the page
    And no page, Worker or server reported an error

  @VALID-03 @VALID-03e @timed
  Scenario: A key shows on the screen as soon as with Python on the page
    When two people press keys in a game with Python in a Worker and in one with Python on the page
    Then with 95 % confidence a key shows at most 33 ms later with Python in a Worker
    And no page, Worker or server reported an error

  @VALID-04 @VALID-04a @critical
  Scenario: Memory stays flat when every game has new windows
    When strangers play a series of short games, each in two fresh windows
    Then every game ran to its end
    And each player's page holds at most 2.0 times as much memory after the last game as after the first
    And no page, Worker or server reported an error

  @VALID-04 @VALID-04b @critical
  Scenario: Games in the same windows leave nothing behind
    When two players play a series of short games in the same windows after a warm-up game
    Then every game ran to its end
    And no Worker is left running after a game
    And no connection, canvas, event listener or other object of a finished game remains
    And with 95 % confidence memory grows by at most
      | memory                           | per game |
      | of the page                      | 20 KiB   |
      | of the Worker, at the same frame | 50 KiB   |
      | of Python in the Worker (WASM)   | 0 KiB    |
      | of the window's process          | 2 MiB    |
      | of the browser's own process     | 2 MiB    |
      | of the browser's GPU process     | 2 MiB    |
    And no page, Worker or server reported an error

  @VALID-03 @VALID-03d
  Scenario: A game step takes no longer from game to game
    When two players play a series of short games in the same windows after a warm-up game
    Then with 95 % confidence time grows by at most
      | time      | per game |
      | of a step | 0.5 ms   |
    And no page, Worker or server reported an error

  @VALID-04 @VALID-04c
  Scenario: The server is as small after a series of games as after the first
    Given the server's memory can be read
    When two players play a series of short games in the same windows after a warm-up game
    Then the server holds no finished game, and no more players, sockets, timers, jobs, threads, files and processes than after the warm-up game
    And with 95 % confidence memory grows by at most
      | memory        | per game |
      | of the server | 100 KiB  |
    And no page, Worker or server reported an error

  @VALID-04 @VALID-04c
  Scenario: Interrupted games leave nothing behind
    Given the server's memory can be read
    When 5 short games are each interrupted by a player closing the window
    Then the server holds no finished game, and no more players, sockets, timers, jobs, threads, files and processes than after the warm-up game
    And no Worker, connection, canvas, event listener or other object of an interrupted game remains
    And with 95 % confidence memory grows by at most
      | memory        | per game |
      | of the page   | 50 KiB   |
      | of the server | 100 KiB  |
    And no page, Worker or server reported an error

  @VALID-04 @VALID-04d @critical
  Scenario: A long game stays as small as a short one
    When two players play one long game of 1500 frames at 60 frames per second
    Then the game runs to its end
    And no step leaves a connection, canvas, event listener or other object behind
    And with 95 % confidence memory grows by at most
      | memory                         | per 1,000 frames |
      | of the page                    | 100 KiB          |
      | of the Worker                  | 100 KiB          |
      | of Python in the Worker (WASM) | 0 KiB            |
      | of the window's process        | 8 MiB            |
      | of the browser's own process   | 8 MiB            |
      | of the browser's GPU process   | 8 MiB            |
      | of the server                  | 100 KiB          |
    And with 95 % confidence time grows by at most
      | time      | per 1,000 frames |
      | of a step | 2 ms             |
    And no page, Worker or server reported an error
