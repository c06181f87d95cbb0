package dev.platte.server.poll;

import java.net.URI;
import java.time.Instant;

/**
 * What is known of a request beside what it says.
 *
 * @param at the one instant of the request
 * @param address the caller's, for people
 * @param body what it says, as it was sent
 * @param base where the caller reaches this server, ending in a slash; offers name payloads below
 *     it
 */
record Asker(Instant at, String address, byte[] body, URI base) {}
