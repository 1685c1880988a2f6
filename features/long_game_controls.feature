@controls
Feature: Every claim about one long game fails on a game that is bad
  What leaks a little in every step adds up in a long game and is gone with its Worker. Here the released game leaks
  in every step, from outside, in each place that VALID-04d looks at, or its steps take longer and longer; each budget
  must be exceeded by itself, and the report must say where and how much. The same claims pass on the released game in
  the acceptance run.

  Scenario: A game that keeps one of each in every step fails in every count and exceeds every budget
    Given a game with a planted leak: one of each is kept by every step
    When two players play one long game of 900 frames at 60 frames per second
    Then the game runs to its end
    And this claim fails: no step leaves a connection, canvas, event listener or other object behind
    And the reason given is: documents … other workers … peer connections … data channels … web sockets … timers of the window … animation loops … addresses of blobs … entries stored by the page … canvases … game objects … other objects of the browser … Python proxies … Python objects … event listeners … page nodes
    And this claim fails for each row by itself: with 95 % confidence memory grows by at most
      | memory                         | per 1,000 frames | reason                           |
      | of the page                    | 100 KiB          | page heap (player … KiB a step   |
      | of the Worker                  | 100 KiB          | worker heap (player … KiB a step |
      | of Python in the Worker (WASM) | 0 KiB            | WASM heap (player … grows by     |
      | of the window's process        | 8 MiB            | renderer process … more than     |
      | of the server                  | 100 KiB          | server memory … more than        |
    And no page, Worker or server reported an error

  Scenario: Steps that take longer and longer are detected, though the page says that they take no time
    Given a game with a planted leak: every step takes 0.02 ms longer than the one before, and its page hides it
    When two players play one long game of 900 frames at 60 frames per second
    Then the game runs to its end
    And this claim fails: with 95 % confidence time grows by at most
      | time      | per 1,000 frames |
      | of a step | 2 ms             |
    And the reason given is: step time (player … more than
    And no page, Worker or server reported an error

  @slow
  Scenario Outline: A leak in every step is located: <leak>
    Given a game with a planted leak: <leak>
    And memory may grow by at most
      | memory        | per 1,000 frames |
      | of the page   | 100 KiB          |
      | of the Worker | 100 KiB          |
      | of the server | 100 KiB          |
    When two players play one long game of 900 frames at 60 frames per second
    Then the report names <layer> as the leaking layer, with about <amount> a step

    Examples: in the page
      | leak                                           | layer                        | amount |
      | 10 KiB are kept in the page by every step      | page heap                    | 10 KiB |
      | a document is kept by every step               | documents                    | 1      |
      | a page element is kept by every step           | page nodes                   | 1      |
      | a listener on the window is left by every step | event listeners              | 1      |
      | a blob of 16 KiB is kept by every step         | other objects of the browser | 1      |
      | a timer is left running by every step          | timers of the window         | 1      |
      | the address of a blob is kept by every step    | addresses of blobs           | 1      |
      | an entry is stored by every step               | entries stored by the page   | 1      |

    Examples: in the Worker
      | leak                                                | layer                | amount |
      | 20 KiB are kept in the Worker by every step         | worker heap          | 20 KiB |
      | a timer is left running in the Worker by every step | timers of the window | 1      |
      | a Python proxy is kept by every step                | Python proxies       | 1      |
      | a list is kept in Python by every step              | Python objects       | 1      |

  @slow
  Scenario: Steps that take longer from some frame on are detected, though they take no longer after that
    Given a game with a planted leak: every step after the 500th takes 10 ms longer
    When two players play one long game of 1500 frames at 60 frames per second
    Then the game runs to its end
    And this claim fails: with 95 % confidence time grows by at most
      | time      | per 1,000 frames |
      | of a step | 2 ms             |
    And the reason given is: step time (player … more than
    And no page, Worker or server reported an error

  @slow
  Scenario Outline: A leak that grows by no even amount is located: <leak>
    Given a game with a planted leak: <leak>
    When two players play one long game of 900 frames at 60 frames per second
    Then the game runs to its end
    And this claim fails: with 95 % confidence memory grows by at most
      | memory                         | per 1,000 frames |
      | of Python in the Worker (WASM) | 0 KiB            |
      | of the server                  | 100 KiB          |
    And the reason given is: <reason>
    And no page, Worker or server reported an error

    Examples:
      | leak                                         | reason                       |
      | 64 KiB are kept in Python by every step      | WASM heap (player … grows by |
      | 20 KiB are kept by the server in every frame | server memory … more than    |

  @slow
  Scenario Outline: What a Worker keeps of the browser is detected, though it is in no heap: <leak>
    Given a game with a planted leak: <leak>
    When two players play one long game of 1500 frames at 60 frames per second
    Then the game runs to its end
    And this claim fails: with 95 % confidence memory grows by at most
      | memory                       | per 1,000 frames |
      | of the window's process      | 8 MiB            |
      | of the browser's own process | 8 MiB            |
      | of the browser's GPU process | 8 MiB            |
    And the reason given is: <reason>
    And no page, Worker or server reported an error

    Examples:
      | leak                                                    | reason                       |
      | a picture of 16 KiB is kept in the Worker by every step | renderer process … more than |
      | a blob of 16 KiB is kept in the Worker by every step    | browser process … more than  |
      | a texture of 16 KiB is kept in the Worker by every step | GPU process … more than      |
