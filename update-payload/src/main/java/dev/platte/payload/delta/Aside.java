package dev.platte.payload.delta;

import dev.platte.omaha.value.Sha256;

/**
 * Data of an operation, put by.
 *
 * @param offset bytes from the start of the file where it lies
 * @param length bytes
 */
public record Aside(long offset, int length, Sha256 sha256) {}
