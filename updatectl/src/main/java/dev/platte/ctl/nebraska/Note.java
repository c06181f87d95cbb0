package dev.platte.ctl.nebraska;

/**
 * Something that has no counterpart here, or another one than its name says.
 *
 * @param about what it is about, such as {@code group Stable}
 * @param sentence what became of it, and what to do
 */
record Note(String about, String sentence) {}
