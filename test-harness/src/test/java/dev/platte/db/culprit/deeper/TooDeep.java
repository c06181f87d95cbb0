package dev.platte.db.culprit.deeper;

/** A class where no reader looks. */
record TooDeep() {}
