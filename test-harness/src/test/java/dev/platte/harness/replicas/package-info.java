/** Several servers on one database, killed at random. */
@NullMarked
package dev.platte.harness.replicas;

import org.jspecify.annotations.NullMarked;
