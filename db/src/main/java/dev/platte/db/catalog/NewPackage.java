package dev.platte.db.catalog;

import java.util.List;

/**
 * A package to be made.
 *
 * @param arch any known name of the architecture
 * @param mirrors addresses of directories, http or https, at most 16
 */
public record NewPackage(
        long applicationId, String arch, String version, String notes, List<String> mirrors) {

    public NewPackage {
        mirrors = List.copyOf(mirrors);
    }
}
