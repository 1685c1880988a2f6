@slow
Feature: Three games begin at once
  Six visitors come within three seconds, and every one of their pages loads Python at the same time. Nobody may lose
  the connection over it, nobody may be left without a partner, and each pair must see the same kitchen.

  Background:
    Given the game is being served

  @VALID-01 @VALID-02 @PARITY
  Scenario: Six players who come at once are all paired and finish
    When 6 players arrive 0.5 s apart
    Then no player lost the connection
    And all of them were paired and finished their games
    And the players of each game saw the same kitchen in every frame
    And no page, Worker or server reported an error

  @VALID-01
  Scenario: The crowd's pages freeze for less than with Python on the page
    When 6 players arrive 0.5 s apart, and then 6 more with Python on the page
    Then the longest freeze of anybody is shorter with Python in a Worker
