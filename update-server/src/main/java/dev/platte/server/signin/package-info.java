/** People at the door: passwords, an identity provider, sessions, the first administrator. */
@NullMarked
package dev.platte.server.signin;

import org.jspecify.annotations.NullMarked;
