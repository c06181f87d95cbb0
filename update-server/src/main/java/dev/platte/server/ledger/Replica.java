package dev.platte.server.ledger;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * This server among those of one database.
 *
 * @param replica by what name people know it, 1 to 100 characters; without it, the machine's
 */
@ConfigurationProperties("platte")
record Replica(@Nullable String replica) {

    private static final int MOST = 100;

    Replica {
        if (replica != null && (replica.isBlank() || replica.length() > MOST)) {
            throw new IllegalArgumentException(
                    "platte.replica has "
                            + replica.length()
                            + " characters; give a name of 1 to 100, such as updates-1");
        }
    }

    String name() {
        if (replica != null) {
            return replica;
        }
        try {
            String host = InetAddress.getLocalHost().getHostName();
            return host.length() > MOST ? host.substring(0, MOST) : host;
        } catch (UnknownHostException e) {
            return "unnamed";
        }
    }
}
