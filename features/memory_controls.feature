@controls
Feature: The memory measurements locate a planted leak
  A test that cannot fail proves nothing. Here the released game is made to leak from outside, each time in another
  way, and the report must name the place that leaks. The games are short, so that many can be played.

  Scenario Outline: A leak is located: <leak>
    Given a game with a planted leak: <leak>
    And memory may grow by at most
      | memory                           | per game |
      | of the page                      | 20 KiB   |
      | of the Worker, at the same frame | 50 KiB   |
      | of Python in the Worker (WASM)   | 0 KiB    |
      | of the window's process          | 2 MiB    |
      | of the server                    | 100 KiB  |
    When two players play 4 more games in the same windows after a warm-up game
    Then the report names <layer> as the leaking layer
    And no page, Worker or server reported an error

    Examples: one for each place
      | leak                                           | layer                    |
      | a Worker is never terminated                   | Python workers           |
      | a Python proxy more is kept in every game      | Python proxies           |
      | 200 KiB of page objects are kept by every game | page heap                |
      | the server keeps finished games                | games held by the server |

    @slow
    Examples: the others
      | leak                                                | layer                          |
      | a larger buffer is kept in the Worker of every game | worker heap                    |
      | the Worker's memory grows during a game             | WASM heap growth within a game |
      | the Worker's memory grows with every game           | WASM heap                      |
      | a listener on the window is left by every game      | event listeners                |
      | no listener is ever removed from window or document | event listeners                |
      | a buffer of 2 MiB is kept by every game             | page heap                      |
      | a detached canvas is kept by every game             | canvases                       |
      | a peer connection is never closed                   | peer connections               |
      | a socket is left open by every game                 | web sockets                    |
      | the server leaves a file open for every game        | open files of the server       |

  Scenario Outline: A leak in every step is located: <leak>
    Given a game with a planted leak: <leak>
    And memory may grow by at most
      | memory                         | per 1,000 frames |
      | of the page                    | 100 KiB          |
      | of the Worker                  | 100 KiB          |
      | of the server                  | 100 KiB          |
    When two players play one long game of 900 frames at 60 frames per second
    Then the report names <layer> as the leaking layer, with about <amount> a step

    Examples: in the Worker's JavaScript
      | leak                                        | layer       | amount |
      | 20 KiB are kept in the Worker by every step | worker heap | 20 KiB |

    @slow
    Examples: in its Python
      | leak                                   | layer          | amount |
      | a Python proxy is kept by every step   | Python proxies | 1      |
      | a list is kept in Python by every step | Python objects | 1      |
