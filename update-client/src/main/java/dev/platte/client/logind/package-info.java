/** systemd-logind: who is logged in, who inhibits a shutdown, and the reboot itself. */
@NullMarked
package dev.platte.client.logind;

import org.jspecify.annotations.NullMarked;
