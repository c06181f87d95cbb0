package dev.platte.db.rounds;

import java.time.Duration;

/**
 * Something that every server does again and again. Locks of the database see to it that several
 * servers do nothing twice, so that none of them has to lead.
 *
 * @param undone what was not done when it fails, for the log
 * @param period from the end of one turn to the begin of the next
 */
public record Round(String undone, Duration period, Runnable turn) {}
