@controls
Feature: The memory proof can say no
  A proof that cannot fail proves nothing. Here the game that is released is made to leak, from outside, each time in
  another way, and the memory ledger has to put the blame where it belongs. The games are short, so that many are played.

  Scenario Outline: It is found out when <leak>
    Given a game that leaks on purpose: <leak>
    When two players play 4 games after a first one, without closing their windows
    Then the blame falls on <culprit>

    Examples: one for each place
      | leak                                           | culprit                  |
      | a Worker is never terminated                   | Python workers           |
      | a Python proxy more is kept in every game      | Python proxies           |
      | 200 KiB of page objects are kept by every game | page heap                |
      | the server keeps finished games                | games held by the server |

    @slow
    Examples: the others
      | leak                                                | culprit                        |
      | a larger buffer is kept in the Worker of every game | worker heap                    |
      | the Worker's memory grows while a game runs         | WASM heap growth within a game |
      | the Worker's memory grows with every game           | WASM heap                      |
      | a listener on the window is left by every game      | event listeners                |
      | a buffer of 2 MiB is kept by every game             | page heap                      |
      | a canvas that is on no page is kept by every game   | canvases                       |
      | a peer connection is never closed                   | peer connections               |
      | a socket is left open by every game                 | web sockets                    |
