/** The actions of the kitchen, by name. */
export const UP = 0;
export const DOWN = 1;
export const LEFT = 2;
export const RIGHT = 3;
export const INTERACT = 4;
export const NOOP = 6;

/** What each direction adds to a place; rows count downwards. @type {readonly (readonly [number, number])[]} */
export const STEPS = [
  [0, -1],
  [0, 1],
  [-1, 0],
  [1, 0],
];
