/** Of all programs that could reboot this host for its updates, one does: the coordinator file. */
@NullMarked
package dev.platte.client.coordinator;

import org.jspecify.annotations.NullMarked;
