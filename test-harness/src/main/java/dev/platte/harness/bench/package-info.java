/** Benchmarks with their tables. */
@NullMarked
package dev.platte.harness.bench;

import org.jspecify.annotations.NullMarked;
