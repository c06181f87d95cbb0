package dev.platte.web.form;

import java.util.Objects;

/** A field of a form that cannot be read; the message is for who filled it in. */
public final class FieldException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String field;

    public FieldException(String field, String message) {
        super(message);
        this.field = Objects.requireNonNull(field);
    }

    /** Its name. */
    public String field() {
        return field;
    }
}
