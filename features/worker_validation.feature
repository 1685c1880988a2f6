Feature: Python in a Worker is quick and leaves no memory behind
  The two-player kitchen moved its Python from the page into a Web Worker. Its owners need two answers:
  is a step of the game still quick (VALID-03), and does memory stay flat however many games are played (VALID-04)?

  A series is ten games in a row; a run may be started with another number, and the report then says so.
  "Under" leaves the limit out, "at most" takes it in. 1 MiB is 1024 KiB. Too few readings are no pass:
  the answer is then "inconclusive", and the run does not succeed.

  Background:
    Given the game is being served

  @VALID-03 @VALID-03a @critical
  Scenario: A step of the game is quick
    Given two players have played 100 frames of a game
    When 10 steps of each player are timed, 50 ms apart
    Then the median step of each player takes under 50 ms
    And the game goes on to its end
    And no error came from a page, a Worker or the server

  @VALID-03 @VALID-03b @critical
  Scenario: A step is not slower than with Python on the page
    When the same game is played in turn with Python in a Worker and on the page
    Then both ways played the same game, frame by frame
    And with 95 % confidence a step takes at most 2 ms longer at the median and 5 ms at the 95th percentile
    And no error came from a page, a Worker or the server

  @VALID-03 @VALID-03c
  Scenario: Frames are ready in time
    When the same game is played in turn with Python in a Worker and on the page
    Then both ways played the same game, frame by frame
    And at least 98 % of the frames with Python in a Worker are ready before the next is due

  @VALID-04 @VALID-04a @critical
  Scenario: Memory stays flat when every game has new windows
    When strangers play a series of games, each game in two fresh windows
    Then every game of the series ran to its end
    And the last game left each player's page with at most 2.0 times the memory of the first
    And no error came from a page, a Worker or the server

  @VALID-04 @VALID-04b @critical
  Scenario: Games in the same windows leave nothing behind
    When two players play a series of games after a first one, without closing their windows
    Then every game of the series ran to its end
    And 0 Workers were left after each game, before the next one was created
    And no connection, picture, handler or other object of a finished game was left either
    And with 95 % confidence each game leaves no more behind than this
      | where                            | a game |
      | in the page                      | 20 KiB |
      | in the Worker, at the same frame | 50 KiB |
      | in the Worker's WASM memory      | 0 KiB  |
      | in the window's process          | 2 MiB  |
    And no error came from a page, a Worker or the server

  @VALID-04 @VALID-04c
  Scenario: The server is as small after a series of games as after the first
    When two players play a series of games after a first one, without closing their windows
    Then the server holds no ended game, and no more players, sockets and threads than after the first
    And with 95 % confidence the server grows by at most 100 KiB a game

  @VALID-04 @VALID-04c
  Scenario: Windows that are closed in the middle of games leave nothing on the server
    When two strangers at a time play 5 games, each cut short by a window that is closed
    Then the server holds no ended game, and no more players, sockets and threads than after the first
    And with 95 % confidence the server grows by at most 100 KiB a game
