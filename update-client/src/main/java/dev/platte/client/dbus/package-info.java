/** com.coreos.update1 on the system bus. */
@NullMarked
package dev.platte.client.dbus;

import org.jspecify.annotations.NullMarked;
