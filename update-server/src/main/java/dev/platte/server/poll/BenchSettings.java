package dev.platte.server.poll;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What only benchmarks set.
 *
 * @param benchEndpoint whether {@code POST /v1/constant} is there: it reads a body as a poll's is
 *     read and answers always the same, so that polls have something to be compared with
 */
@ConfigurationProperties("platte")
record BenchSettings(boolean benchEndpoint) {}
