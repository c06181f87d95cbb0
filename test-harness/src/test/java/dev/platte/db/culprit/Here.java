package dev.platte.db.culprit;

import dev.platte.db.culpritpeer.There;

/** Needs its neighbour, which needs it. */
public record Here(There there) {}
