package dev.platte.db.access;

import java.time.Duration;

/** What came of knocking at the door. */
public sealed interface SignIn {

    /**
     * Come in.
     *
     * @param userId who it is
     * @param epoch opens {@link SignIns#session} until their password changes or they are shut out
     */
    record Opened(long userId, long epoch) implements SignIn {}

    /** Name or password is wrong, or they are shut out; which, nobody is told. */
    record Refused() implements SignIn {}

    /** Too many tries with this name or from this address. */
    record TooOften(Duration retryAfter) implements SignIn {}
}
