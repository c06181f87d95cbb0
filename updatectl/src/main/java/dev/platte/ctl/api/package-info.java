/** The server's REST API: addresses, tokens, requests, errors. */
@NullMarked
package dev.platte.ctl.api;

import org.jspecify.annotations.NullMarked;
