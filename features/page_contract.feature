Feature: What a game offers to those who judge it
  The first thing to run against a new game: two visitors come, play one game and ask for another. Each line says
  what the game offers, or that it is missing, what it would make possible, and where the game's profile tells of
  it. What every scenario needs is failed when it is missing; everything else leaves some scenario inconclusive.

  Background:
    Given the game is being served

  Scenario Outline: Every scenario needs <offer>
    When two visitors play one game, as far as they get
    Then the game offers <offer>

    Examples:
      | offer                 |
      | a way into a game     |
      | a picture of the game |
      | a rising frame number |
      | an end of the game    |

  Scenario Outline: <judged> needs <offer>
    When two visitors play one game, as far as they get
    Then the game offers <offer>

    Examples:
      | judged                | offer                                       |
      | A game that is played | players who play by themselves              |
      | Pairing               | a game id that both players share           |
      | VALID-03a             | step timestamps                             |
      | VALID-03b             | step timestamps that can be recorded        |
      | VALID-03b             | a build with Python on the page             |
      | PARITY                | hashes of its states, or an account of them |
      | VALID-03c             | frames per second to aim at                 |
      | VALID-04b             | Python in a Worker                          |
      | VALID-04b             | another game in the same window             |
      | VALID-04c             | a server whose memory can be read           |
      | VALID-04c             | a server that tells of its games            |
