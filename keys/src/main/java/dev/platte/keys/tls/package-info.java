/** TLS by files in PEM: whom to trust, and who we are. */
@NullMarked
package dev.platte.keys.tls;

import org.jspecify.annotations.NullMarked;
