package dev.platte.db.catalog;

import dev.platte.db.verb.Caller;

/** A channel points elsewhere: told inside the transaction that moved it, after all was written. */
public record ChannelMoved(Channel before, Channel after, Caller caller) {}
