@controls
Feature: Every claim about the server and about interrupted games fails where something is kept
  A test that cannot fail proves nothing. Here the released server, or the page of a player whose partner has left, is made
  to keep something of every game, each time something else; the very claims of VALID-04c must fail, and the report
  must name what is kept. The same claims pass on the released game in the acceptance run.

  Scenario: A server that keeps one of each fails in every count, and in its memory
    Given a game with a planted leak: the server keeps one of each
    When two players play 4 more games in the same windows after a warm-up game
    Then no Worker is left running after a game
    And this claim fails: the server holds no finished game, and no more players, sockets, timers, jobs, threads, files and processes than after the warm-up game
    And the reason given is: games held by the server … players … open sockets … timers … background jobs … threads … child processes … open files of the server
    And this claim fails: with 95 % confidence memory grows by at most
      | memory        | per game |
      | of the server | 100 KiB  |
    And the reason given is: server memory … memory grows by more than the budget

  Scenario: Games interrupted by a player are detected where the server and the window of the player who stays keep them
    Given a game with a planted leak: one of each is kept by every interrupted game
    When 2 short games are each interrupted by a player closing the window
    Then this claim fails: the server holds no finished game, and no more players, sockets, timers, jobs, threads, files and processes than after the warm-up game
    And the reason given is: games held by the server
    And this claim fails: no Worker, connection, canvas, event listener or other object of an interrupted game remains
    And the reason given is: Python workers (the player who stays) … other workers … peer connections … data channels … web sockets … timers of the window … animation loops … addresses of blobs … entries stored by the page … canvases … game objects … other objects of the browser … documents … event listeners … page nodes
    And no page, Worker or server reported an error

  @slow
  Scenario Outline: What the server keeps is located: <leak>
    Given a game with a planted leak: <leak>
    When two players play 4 more games in the same windows after a warm-up game
    Then this claim fails: the server holds no finished game, and no more players, sockets, timers, jobs, threads, files and processes than after the warm-up game
    And the reason given is: <reason>
    And the report names <layer> as the leaking layer
    And no page, Worker or server reported an error

    Examples:
      | leak                                               | layer                         | reason                        |
      | the server keeps finished games                    | games held by the server      | games held by the server      |
      | the server keeps a player of every game            | players held by the server    | players held by the server    |
      | the server keeps a socket of every game            | open sockets of the server    | open sockets of the server    |
      | the server keeps a timer of every game             | timers of the server          | timers of the server          |
      | the server keeps a thread of every game            | background jobs of the server | threads of the server         |
      | the server leaves a process running for every game | child processes of the server | child processes of the server |
      | the server leaves a file open for every game       | open files of the server      | open files of the server      |

  @slow
  Scenario: A server that keeps 300 KiB of every game grows beyond its budget
    Given a game with a planted leak: the server keeps 300 KiB of every game
    When two players play 4 more games in the same windows after a warm-up game
    Then the server holds no finished game, and no more players, sockets, timers, jobs, threads, files and processes than after the warm-up game
    And this claim fails: with 95 % confidence memory grows by at most
      | memory        | per game |
      | of the server | 100 KiB  |
    And the reason given is: server memory … memory grows by more than the budget
    And no page, Worker or server reported an error

  @slow
  Scenario: A server that keeps games interrupted by a player is detected
    Given a game with a planted leak: the server keeps interrupted games
    When 2 short games are each interrupted by a player closing the window
    Then this claim fails: the server holds no finished game, and no more players, sockets, timers, jobs, threads, files and processes than after the warm-up game
    And the reason given is: games held by the server
    And no page, Worker or server reported an error

  @slow
  Scenario: A page that keeps 200 KiB of every interrupted game grows beyond its budget
    Given a game with a planted leak: 200 KiB of page objects are kept by every interrupted game
    When 5 short games are each interrupted by a player closing the window
    Then no Worker, connection, canvas, event listener or other object of an interrupted game remains
    And this claim fails: with 95 % confidence memory grows by at most
      | memory      | per game |
      | of the page | 50 KiB   |
    And the reason given is: page heap (the player who stays) … memory grows by more than the budget
    And no page, Worker or server reported an error
