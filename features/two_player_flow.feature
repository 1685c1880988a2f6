Feature: Two strangers meet, cook together and part
  The kitchen needs two cooks. Visitors are paired in the order in which they press Start; a visitor who comes alone
  waits. Each player's computer runs the game independently, so both must see the same kitchen in every frame. A
  player whose partner leaves is told at once, and no visit is reported to a third party. The games run at twice their
  usual pace.

  Background:
    Given the game is being served at 60 frames per second

  @critical
  Scenario: Two strangers are paired and finish their game, which asks nothing of any other site
    When two strangers arrive and play to the end
    Then they shared one game as two different cooks
    And both played the game to its end
    And every request went to the game's own address
    And no page, Worker or server reported an error

  Scenario: A third visitor waits for a partner
    Given two players are in a game
    When a third visitor presses Start
    Then the third visitor is asked to wait for a partner
    And both players finish their game undisturbed
    And no page, Worker or server reported an error

  @PARITY
  Scenario Outline: Both players see the same kitchen while <both>
    When two players play to the end while <both>
    Then both saw the same kitchen in every frame
    And no page, Worker or server reported an error

    Examples:
      | both        |
      | nobody acts |
      | both cook   |
      | both wander |

  Scenario: A player's keys move that player's own cook
    Given two people sit at their keyboards in a game
    When the first player walks about with the arrow keys
    Then the first player's cook has moved on both screens
    And both saw the same kitchen in every frame
    And no page, Worker or server reported an error

  Scenario: A player whose partner leaves is told within 5 s
    Given two players are in a game
    When one of them closes the window
    Then the other is told within 5 s that the partner has left
    And the next two strangers are paired and finish their game
    And no page, Worker or server reported an error
