package dev.platte.client.state;

/** A record whose bytes are not what was written. */
public final class DamagedException extends Exception {
    private static final long serialVersionUID = 1L;

    DamagedException(String why) {
        super(why);
    }
}
