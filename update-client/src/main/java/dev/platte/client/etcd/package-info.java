/** etcd over HTTP: version 3 through its JSON gateway, and the keys of version 2. */
@NullMarked
package dev.platte.client.etcd;

import org.jspecify.annotations.NullMarked;
