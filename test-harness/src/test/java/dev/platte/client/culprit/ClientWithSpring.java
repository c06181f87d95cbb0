package dev.platte.client.culprit;

import org.springframework.context.ApplicationContext;

/** A client that drags in Spring. */
record ClientWithSpring(ApplicationContext context) {}
