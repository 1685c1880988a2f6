@game.kitchen
Feature: Nobody is kept out by a screen
  People play on phones, by keyboard, and with software that reads the page to them. Every screen of the game is
  checked by axe-core, the field's usual rules for accessible pages; none may be wider than a phone, and what a finger
  does on the screen must do what a key does.

  Background:
    Given the game is being served

  @ACCESS
  Scenario: Every screen of a game is readable, on a computer and on a phone
    When every screen of a game is looked at, on a computer and on a phone
    Then no screen has a serious accessibility finding
    And no screen is wider than its window
    And no page, Worker or server reported an error

  @ACCESS
  Scenario: A finger on the screen moves that player's own cook
    Given two people hold phones in a game
    When the first player walks about with the arrows on the screen
    Then the first player's cook has moved on both screens
    And both saw the same kitchen in every frame
    And no page, Worker or server reported an error
