package dev.platte.ctl.json;

import java.io.Serial;

/** A text is no JSON. */
public final class MalformedJsonException extends Exception {
    @Serial private static final long serialVersionUID = 1L;

    MalformedJsonException(String why) {
        super(why);
    }
}
