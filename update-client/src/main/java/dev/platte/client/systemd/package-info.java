/** What systemd is told of this service: readiness, status, life, and entries of its journal. */
@NullMarked
package dev.platte.client.systemd;

import org.jspecify.annotations.NullMarked;
