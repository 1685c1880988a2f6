@controls
Feature: Every claim about memory in windows fails on a planted leak
  A test that cannot fail proves nothing. Here the released game is made to leak from outside, each time in another
  way. The very claim that a release rests on must fail, and the report must name the place that leaks. The games
  are short, so that many can be played. The same claims pass on the released game in the acceptance run.

  Scenario: A Worker that is never terminated is located although the page itself stays small
    Given a game with a planted leak: a Worker is never terminated
    When two players play 4 more games in the same windows after a warm-up game
    Then every game ran to its end
    And with 95 % confidence memory grows by at most
      | memory      | per game |
      | of the page | 100 KiB  |
    And this claim fails: no Worker is left running after a game
    And the report names Python workers as the leaking layer
    And no page, Worker or server reported an error

  Scenario: A game that keeps one of each fails in every count, in its memory and its time
    Given a game with a planted leak: one of each is kept by every game
    When two players play 4 more games in the same windows after a warm-up game
    Then this claim fails: no connection, canvas, event listener or other object of a finished game remains
    And the reason given is: documents … other workers … peer connections … data channels … web sockets … timers of the window … animation loops … addresses of blobs … entries stored by the page … canvases … game objects … other objects of the browser … Python proxies … event listeners … page nodes
    And this claim fails for each row by itself: with 95 % confidence memory grows by at most
      | memory      | per game | reason                                                   |
      | of the page | 20 KiB   | page heap (player … memory grows by more than the budget |
    And this claim fails for each row by itself: with 95 % confidence time grows by at most
      | time      | per game | reason                                                      |
      | of a step | 0.5 ms   | step time (player … time grows by more than the budget |
    And no page, Worker or server reported an error

  @slow
  Scenario Outline: What should be gone after a game is located: <leak>
    Given a game with a planted leak: <leak>
    When two players play 4 more games in the same windows after a warm-up game
    Then no Worker is left running after a game
    And this claim fails: no connection, canvas, event listener or other object of a finished game remains
    And the reason given is: <reason>
    And the report names <layer> as the leaking layer
    And no page, Worker or server reported an error

    Examples: one at a time
      | leak                                                  | layer                          | reason                                                      |
      | a timer is left running by every game                 | timers of the window           | Left behind: setInterval                                    |
      | an animation loop is left running by every game       | animation loops                | Left behind: requestAnimationFrame                          |
      | the address of a blob of 2 MiB is kept by every game  | addresses of blobs             | Left behind: Blob given an address                          |
      | an entry is stored by every game                      | entries stored by the page     | Left behind: game * in localStorage                         |
      | an observer is left observing by every game           | other objects of the browser   | Left behind: ResizeObserver                                 |
      | a channel to other windows is left open by every game | other objects of the browser   | Left behind: BroadcastChannel                               |
      | a way to play sounds is kept by every game            | other objects of the browser   | Left behind: … AudioContext, 1 per game                     |
      | a Worker without Python is left running by every game | other workers                  | other workers                                               |
      | a shared Worker is left running by every game         | other objects of the browser   | SharedWorker, 1 per game                                    |
      | a peer connection is never closed                     | peer connections               | peer connections                                            |
      | a socket is left open by every game                   | web sockets                    | web sockets                                                 |
      | a detached canvas is kept by every game               | canvases                       | canvases                                                    |
      | an object of the game is kept by every game           | game objects                   | game objects                                                |
      | a Python proxy more is kept in every game             | Python proxies                 | Python proxies                                              |
      | a Python list more is kept in every game              | Python objects                 | Python objects                                              |
      | a document is kept by every game                      | documents                      | documents                                                   |
      | a listener on the window is left by every game        | event listeners                | event listeners                                             |
      | no listener is removed from window or document        | event listeners                | resize on Window: … kept alive by event listeners: canvases |
      | a page element is kept by every game                  | page nodes                     | page nodes                                                  |
      | the Worker's memory grows during a game               | WASM heap growth within a game | WASM heap growth within a game                              |

  @slow
  Scenario Outline: Growth from game to game is located: <leak>
    Given a game with a planted leak: <leak>
    When two players play 4 more games in the same windows after a warm-up game
    Then no Worker is left running after a game
    And this claim fails: with 95 % confidence memory grows by at most
      | memory                           | per game |
      | of the page                      | 20 KiB   |
      | of the Worker, at the same frame | 50 KiB   |
      | of Python in the Worker (WASM)   | 0 KiB    |
      | of the window's process          | 2 MiB    |
      | of the browser's own process     | 2 MiB    |
      | of the browser's GPU process     | 2 MiB    |
    And the reason given is: <reason>
    And no page, Worker or server reported an error

    Examples: what grows
      | leak                                                     | reason                                                     |
      | 200 KiB of page objects are kept by every game           | page heap (player … memory grows by more than the budget   |
      | a buffer of 2 MiB is kept by every game                  | page heap (player … memory grows by more than the budget   |
      | 200 KiB more are kept in the Worker of every game        | worker heap (player … memory grows by more than the budget |
      | the Worker's memory grows with every game                | WASM heap (player … grows by                               |
      | a picture of 16 MiB is kept by every game                | renderer process … memory grows by more than the budget    |
      | the one blob of a page grows by 8 MiB with every game    | browser process … memory grows by more than the budget     |
      | the one texture of a page grows by 8 MiB with every game | GPU process … memory grows by more than the budget         |

  @slow
  Scenario: Steps that take longer with every game are detected, though their page hides it
    Given a game with a planted leak: a step takes 2 ms longer with every game, and its page hides it
    When two players play 4 more games in the same windows after a warm-up game
    Then this claim fails: with 95 % confidence time grows by at most
      | time      | per game |
      | of a step | 0.5 ms   |
    And the reason given is: step time (player … time grows by more than the budget
    And no page, Worker or server reported an error
