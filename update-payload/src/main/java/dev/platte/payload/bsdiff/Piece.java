package dev.platte.payload.bsdiff;

/**
 * New bytes that are nearly the same as old ones.
 *
 * @param made where they begin in the new bytes
 * @param old where they begin in the old ones
 * @param length how many
 */
public record Piece(int made, int old, int length) {}
