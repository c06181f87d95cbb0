package dev.platte.client.http;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Addresses and networks as they stand in NO_PROXY; nothing here asks a name server. */
final class Networks {
    private Networks() {}

    /** An IPv6 address without its brackets; all else as it is. */
    static String bare(String host) {
        return host.startsWith("[") && host.endsWith("]")
                ? host.substring(1, host.length() - 1)
                : host;
    }

    /** Whether an address lies in a network such as {@code 10.0.0.0/8}; a name lies in none. */
    static boolean contains(String network, String host) {
        int slash = network.indexOf('/');
        byte[] base = address(bare(network.substring(0, slash)));
        byte[] other = address(host);
        int bits;
        try {
            bits = Integer.parseInt(network.substring(slash + 1));
        } catch (NumberFormatException e) {
            return false;
        }
        if (base.length == 0 || base.length != other.length || bits < 0 || bits > base.length * 8) {
            return false;
        }
        for (int i = 0; i < bits; i++) {
            int mask = 0x80 >> (i % 8);
            if ((base[i / 8] & mask) != (other[i / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    /** The bytes of an address that is written as one; none for a name. */
    private static byte[] address(String text) {
        boolean four = text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
        boolean six = text.contains(":") && text.matches("[0-9a-fA-F:.]+");
        if (!four && !six) {
            return new byte[0];
        }
        try {
            return InetAddress.getByName(text).getAddress();
        } catch (UnknownHostException e) {
            return new byte[0];
        }
    }
}
