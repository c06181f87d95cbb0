package dev.platte.db.catalog;

import java.util.List;

/**
 * What may be said of a package in every state.
 *
 * @param mirrors addresses of directories, http or https, at most 16
 * @param ownStore whether hosts are also sent to this server, after the mirrors
 */
public record Description(String notes, List<String> mirrors, boolean ownStore) {

    public Description {
        mirrors = List.copyOf(mirrors);
    }
}
