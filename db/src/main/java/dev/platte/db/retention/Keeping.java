package dev.platte.db.retention;

import java.time.Duration;

/**
 * How long something is kept. Who removes it makes a bean of this, so that people can be told.
 *
 * @param what it is, as a heading: {@code Events of hosts}
 * @param length how long
 * @param setting what an operator sets it by
 * @param then what becomes of it afterwards, in a sentence
 */
public record Keeping(String what, Duration length, String setting, String then) {}
