package dev.platte.omaha.culprit;

import dev.platte.policy.culprit.ReadsTheClock;

/** Reaches from the lowest floor to a higher one. */
record ImportsUpwards(ReadsTheClock higher) {}
