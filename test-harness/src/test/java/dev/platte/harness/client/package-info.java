/** The real client, in processes of its own, on disks that boot. */
@NullMarked
package dev.platte.harness.client;

import org.jspecify.annotations.NullMarked;
