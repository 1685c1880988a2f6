@slow @game.kitchen
Feature: A game survives a bad network
  Players sit anywhere. Whatever lies between them, a game must come to its end and be the same for both, and the
  delay from a key to its picture, which is what a player feels, is stated and limited. The browser itself delays,
  loses and cuts off what passes between the two, on their direct connection and on the way to the server.

  Background:
    Given the game is being served

  @NETWORK @PARITY
  Scenario Outline: A game ends the same for both over a network with <network>
    Given a network with <network> between the players
    When two people play a game and press keys
    Then both played the game to its end
    And both saw the same kitchen in every frame
    And a key shows on its player's screen within <limit> ms at the median
    And no page, Worker or server reported an error

    Examples:
      | network                                         | limit |
      | no trouble                                      | 250   |
      | a round trip of 100 ms                          | 250   |
      | a round trip of 200 ms                          | 300   |
      | a round trip of 200 ms, all of it one player's  | 300   |
      | a round trip that changes between 10 and 150 ms | 250   |
      | every tenth packet lost                         | 250   |

  @NETWORK @PARITY
  Scenario: Players without a direct connection play through the server
    Given a network with no direct connection between the players
    When two people play a game and press keys
    Then both played the game to its end
    And both saw the same kitchen in every frame
    And they were connected through the server
    And no page, Worker or server reported an error

  @NETWORK @PARITY
  Scenario: A game survives that a player's tab sleeps
    When two people play a game and press keys, and the second player's tab sleeps for 2 s
    Then both played the game to its end
    And both saw the same kitchen in every frame
    And no page, Worker or server reported an error

  @NETWORK @PARITY
  Scenario: A game survives that a player is cut off
    When two people play a game and press keys, and the second player is offline for 2 s
    Then the second player's connection was lost and came back
    And both played the game to its end
    And both saw the same kitchen in every frame
    And no page, Worker or server reported an error
