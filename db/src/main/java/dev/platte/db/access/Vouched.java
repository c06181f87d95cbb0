package dev.platte.db.access;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A person whom an identity provider knows.
 *
 * @param issuer the provider
 * @param subject its name for them, which it never gives to anybody else
 * @param name what they are to be called here; as {@link NewUser#name}
 * @param grants what the provider's groups give them here
 */
public record Vouched(
        String issuer, String subject, String name, @Nullable String email, List<Grant> grants) {

    public Vouched {
        Objects.requireNonNull(issuer);
        Objects.requireNonNull(subject);
        grants = List.copyOf(grants);
    }
}
