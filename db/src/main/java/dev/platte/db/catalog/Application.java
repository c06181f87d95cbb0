package dev.platte.db.catalog;

import java.time.Instant;

/**
 * What is updated.
 *
 * @param appid the Omaha appid, byte for byte as it was given
 * @param revision counts the changes of this row; its ETag
 */
public record Application(
        long id, String appid, String name, String description, Instant created, long revision) {

    /** The form in which appids are compared: no surrounding braces, lower case. */
    public String key() {
        return AppIds.key(appid);
    }
}
