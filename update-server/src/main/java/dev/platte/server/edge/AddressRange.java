package dev.platte.server.edge;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** A block of IP addresses in CIDR notation: {@code 10.0.0.0/8}, {@code ::1}, {@code fd00::/8}. */
public record AddressRange(InetAddress network, int prefixLength) {

    /** Only literals: a name would be looked up, and what it means could change. */
    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    public AddressRange {
        if (prefixLength < 0 || prefixLength > network.getAddress().length * 8) {
            throw new IllegalArgumentException(
                    "a prefix of "
                            + prefixLength
                            + " bits does not fit "
                            + network.getHostAddress());
        }
    }

    public static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        InetAddress network = address(address);
        if (slash < 0) {
            return new AddressRange(network, network.getAddress().length * 8);
        }
        try {
            return new AddressRange(network, Integer.parseInt(text.substring(slash + 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "\""
                            + text
                            + "\" is not an address range; write it like 10.0.0.0/8 or fd00::/8",
                    e);
        }
    }

    public static boolean isLiteral(String text) {
        return LITERAL.matcher(text).matches();
    }

    /** The address that a literal names. */
    public static InetAddress address(String literal) {
        if (!isLiteral(literal)) {
            throw new IllegalArgumentException("\"" + literal + "\" is not an IP address");
        }
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("\"" + literal + "\" is not an IP address", e);
        }
    }

    public boolean contains(InetAddress address) {
        byte[] ours = network.getAddress();
        byte[] theirs = address.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < prefixLength; bit += 8) {
            int mask = 0xFF & (0xFF00 >> Math.min(8, prefixLength - bit));
            if ((ours[bit / 8] & mask) != (theirs[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }
}
