@slow @game.mug
Feature: A game that nobody here wrote is judged by the same rules
  The example game runs on a released platform for experiments, multi-user-gymnasium, which is used as it is. It
  holds Python on the page, has words of its own for everything, and predicts the partner's moves. Its profile
  tells how it is played and read. Run with: behave -D game=mug --tags=@game.mug

  Background:
    Given the game is being served

  @PARITY
  Scenario: Two strangers are paired and finish their game
    When two strangers arrive and play to the end
    Then they shared one game as two different players
    And both played the game to its end
    And both pages tell the same state wherever both tell one, in 20 frames or more
    And no page, Worker or server reported an error

  @VALID-03 @VALID-03a
  Scenario: A game step is quick
    Given two players have played 100 frames of a game
    When 10 steps of each player are timed, 50 ms apart
    Then each player's median step takes under 50 ms
    And the game runs to its end
    And no page, Worker or server reported an error

  @VALID-04 @VALID-04a
  Scenario: Memory stays flat when every game has new windows
    When strangers play 3 games, each in two fresh windows
    Then every game ran to its end
    And each player's page holds at most 2.0 times as much memory after the last game as after the first
    And no page, Worker or server reported an error

  @VALID-04 @VALID-04b @WORKER-01
  Scenario: The report tells what the windows keep, and that Python is not in a Worker
    When two players play 3 more games in the same windows
    Then every game ran to its end
    And the report tells how the page, its listeners and its process grow per game
    And no Worker holds Python
    And no page, Worker or server reported an error
