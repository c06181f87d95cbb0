package dev.platte.payload.delta;

/**
 * New blocks that are made together, and the old ones that they may be like.
 *
 * @param target in the order of their content
 * @param source empty where nothing like them was found
 */
record Unit(int[] target, int[] source) {}
